// The same objects as for require(), so that `instanceof` holds either way.
import jsonwebtoken from './index.cjs';

export default jsonwebtoken;
export const { decode, verify, sign, JsonWebTokenError, NotBeforeError, TokenExpiredError } =
  jsonwebtoken;
