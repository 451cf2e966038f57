// snippet: vite
export default { ssr: { external: ['jotkit'] } };
// snippet end
