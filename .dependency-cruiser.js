/**
 * The import table of the house (src-main/README.md): who may know whom. A failure names the rule, and the rule
 * says what is allowed.
 */
const rooms = (names) => `^src-main/(${names.join('|')})[/.]`;

/** @param {string} room @param {string[]} allowed */
function knows(room, allowed) {
  return {
    name: `${room} may import only ${['itself', ...allowed].join(', ')}`,
    severity: 'error',
    from: { path: `^src-main/${room}/` },
    to: { path: '^src-main/', pathNot: [`^src-main/${room}/`, rooms(allowed.length > 0 ? allowed : ['-'])] },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no cycles',
      severity: 'error',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    knows('contract', []),
    knows('base', []),
    knows('journal', ['base']),
    knows('settings', ['base']),
    knows('receipt', ['base', 'outbox/port']),
    knows('formats', ['base', 'receipt']),
    knows('outbox', ['base']),
    knows('heado', ['base']),
    knows('intake', ['base', 'formats', 'outbox/port']),
    knows('sender', ['base', 'outbox/port', 'heado']),
    knows('shift', ['base', 'receipt', 'outbox/port']),
    knows('reports', ['base', 'heado', 'contract']),
    knows('kpi', ['base', 'contract', 'reports/model']),
    {
      name: 'the renderer imports types of src-main/contract, nothing else of src-main',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { path: '^src-main/', pathNot: '^src-main/contract/' },
    },
    {
      name: 'src-main never imports the renderer',
      severity: 'error',
      from: { path: '^src-main/' },
      to: { path: '^src-renderer/' },
    },
    {
      name: 'only core and hosts know text',
      severity: 'error',
      from: { path: '^src-main/', pathNot: '^src-main/(core|hosts|text)/' },
      to: { path: '^src-main/text/' },
    },
    {
      name: 'only hosts and core know core; text knows the codes of all rooms, as types',
      severity: 'error',
      from: { path: '^src-main/', pathNot: '^src-main/(core|hosts)/' },
      to: { path: '^src-main/(core|hosts)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only hosts/electron imports electron',
      severity: 'error',
      from: { pathNot: '^src-main/hosts/electron/' },
      to: { path: '^(electron$|node_modules/electron/)' },
    },
    {
      name: 'the simulator imports nothing of src-main',
      severity: 'error',
      from: { path: '^test/simulator/' },
      to: { path: '^src-' },
    },
    {
      name: 'sources never import tests',
      severity: 'error',
      from: { path: '^src-' },
      to: { path: '^test/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    exclude: { path: '^(dist|test/fixtures)/' },
  },
};
