// snippet: next
export default { serverExternalPackages: ['jotkit'] };
// snippet end
