// snippet: rollup
export default { external: ['jotkit'] };
// snippet end
