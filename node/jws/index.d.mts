import * as jws from './index.cjs';
export default jws;
export * from './index.cjs';
