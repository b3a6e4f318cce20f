// The import law (docs: architecture, "Folders and who may import whom"). ops/test.ts reads it twice: here with imports
// of types counted, and with DISTRI_NIGHT_RUN_TIME=1 only what is really loaded, to see what can be reached.
const folders = ['prisma', 'domain', 'conversations', 'bot', 'admin-api', 'console', 'ops']

const mayImport = (from, allowed) => ({
  name: `${from}-imports-only-${allowed.join('-') || 'itself'}`,
  severity: 'error',
  from: { path: `^${from}/` },
  to: { path: `^(${folders.filter((folder) => folder !== from && !allowed.includes(folder)).join('|')})/` },
})

const folderLaw = [
  mayImport('prisma', []),
  mayImport('domain', ['prisma']),
  mayImport('conversations', ['domain']),
  mayImport('bot', ['conversations', 'domain']),
  // Types only: the database is opened and handed over by program.ts.
  mayImport('admin-api', ['domain', 'bot', 'prisma']),
  // A command opens the database itself, as main.ts does.
  mayImport('ops', ['domain', 'conversations', 'bot', 'admin-api', 'prisma']),
  { name: 'nothing-imports-main', severity: 'error', from: {}, to: { path: '^main\\.ts$' } },
  {
    name: 'only-main-and-ops-read-the-configuration',
    severity: 'error',
    from: { pathNot: '^(main\\.ts$|ops/|config)' },
    // Its types may be used anywhere: parts are given their piece of it.
    to: { path: '^config(\\.ts$|/)', dependencyTypesNot: ['type-only'] },
  },
  { name: 'product-does-not-import-tests', severity: 'error', from: {}, to: { path: '^tests/' } },
]

const runTimeLaw = [
  { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  {
    name: 'conversations-stay-pure',
    severity: 'error',
    from: { path: '^conversations/' },
    to: { path: '^(prisma/|node_modules/(@prisma|fastify|@fastify|bullmq|pg|ioredis)/)', reachable: true },
  },
]

const isRunTime = process.env.DISTRI_NIGHT_RUN_TIME === '1'

module.exports = {
  forbidden: isRunTime ? runTimeLaw : folderLaw,
  options: {
    tsPreCompilationDeps: !isRunTime,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: ['node_modules', '^prisma/generated/'] },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
}
