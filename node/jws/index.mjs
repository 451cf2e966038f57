import jws from './index.cjs';

export default jws;
export const { ALGORITHMS, sign, verify, decode, isValid, createSign, createVerify } = jws;
