// `npm start`: from a bare clone to a running DISTRI-NIGHT.
import { run } from './ops/with-dependencies.mjs'

await run('main.ts', process.argv.slice(2))
