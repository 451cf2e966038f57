// snippet: webpack
export default { target: 'node', externals: { jotkit: 'commonjs jotkit' } };
// snippet end
