import { defineConfig } from 'prisma/config'

// Read by `prisma generate` only. Migrations are applied and written by prisma/migrate.ts and prisma/write-migration.ts,
// which need none of the binaries that Prisma downloads.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
})
