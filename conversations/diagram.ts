/** What a diagram needs of a machine: an XState state node is one. */
export interface DrawnNode {
  readonly key: string
  readonly id: string
  readonly states: Readonly<Record<string, DrawnNode>>
  readonly initial?: { readonly target?: readonly DrawnNode[] } | undefined
  readonly transitions: ReadonlyMap<string, readonly DrawnTransition[]>
  readonly always?: readonly DrawnTransition[] | undefined
}

interface DrawnTransition {
  readonly target?: readonly DrawnNode[] | undefined
}

/**
 * Draws a machine as a Mermaid state diagram: its states, and one arrow per pair of states with the events that lead
 * from one to the other. Answers that stay where they are (help, an agent) are left out.
 */
export function mermaidOf(root: DrawnNode): string {
  const paths = pathsOf(root, '')
  const name = (node: DrawnNode) => paths.get(node) ?? node.key
  const lines = [...statesOf(root, name, 1), ...arrowsOf(root, name)]
  return ['stateDiagram-v2', ...lines].join('\n')
}

function pathsOf(node: DrawnNode, path: string): Map<DrawnNode, string> {
  const found = new Map([[node, path]])
  for (const child of Object.values(node.states)) {
    const childPath = path === '' ? child.key : `${path}_${child.key}`
    for (const [one, its] of pathsOf(child, childPath)) found.set(one, its)
  }
  return found
}

function statesOf(node: DrawnNode, name: (node: DrawnNode) => string, depth: number): readonly string[] {
  const indent = '  '.repeat(depth)
  const first = node.initial?.target?.[0]
  const begin = first === undefined ? [] : [`${indent}[*] --> ${name(first)}`]
  const children = Object.values(node.states).flatMap((child) => {
    const title = `${indent}state "${child.key}" as ${name(child)}`
    if (Object.keys(child.states).length === 0) return [title]
    return [`${title} {`, ...statesOf(child, name, depth + 1), `${indent}}`]
  })
  return [...begin, ...children]
}

function arrowsOf(node: DrawnNode, name: (node: DrawnNode) => string): readonly string[] {
  const events = new Map<string, Set<string>>()
  const add = (event: string, transitions: readonly DrawnTransition[]) => {
    for (const target of transitions.flatMap((transition) => transition.target ?? [])) {
      if (target === node) continue
      const to = name(target)
      events.set(to, (events.get(to) ?? new Set()).add(event))
    }
  }
  for (const [event, transitions] of node.transitions) add(event, transitions)
  add('', node.always ?? [])
  // A transition of the whole machine (account.approved, say) has no box to start from.
  const own = [...events].flatMap(([to, names]) => {
    const label = [...names].filter((event) => event !== '').join(', ')
    if (name(node) === '') return []
    return [`  ${name(node)} --> ${to}${label === '' ? '' : ` : ${label}`}`]
  })
  return [...own, ...Object.values(node.states).flatMap((child) => arrowsOf(child, name))]
}
