/** The rooms in the order of the pipeline: a room may use the doors of those before it, never the reverse. */
const rooms = ['platform', 'journal', 'organization', 'plans', 'intake', 'fleet', 'warning', 'notify', 'resources', 'response', 'bulletins', 'review', 'readiness', 'demonstration'];

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    ...rooms.map((room, place) => ({
      name: `${room}-looks-left`,
      comment: `${room} may use only the rooms before it`,
      severity: 'error',
      from: { path: `^src/${room}/`, pathNot: '\\.test\\.ts$' },
      to: { path: `^src/(${[...rooms.slice(place + 1), 'commands'].join('|')})/|^src/(app|fengsui)\\.ts$` },
    })),
    {
      name: 'doors-only',
      comment: 'A room is entered by its index.ts',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/([^/]+)/.+', pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'] },
    },
    { name: 'doors-only-from-outside', severity: 'error', from: { path: '^src/[^/]+\\.ts$' }, to: { path: '^src/[^/]+/.+', pathNot: ['^src/[^/]+/index\\.ts$', '^src/commands/'] } },
    { name: 'console-has-no-private-door', comment: 'Only types: docs/decisions/0005-console-client.md', severity: 'error', from: { path: '^web/src/' }, to: { path: '^src/', dependencyTypesNot: ['type-only'] } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.test\\.tsx?$' }, // tests may look anywhere
    parser: 'swc', // TypeScript 7 has no compiler API that the cruiser could use
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
