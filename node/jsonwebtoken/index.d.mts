export * from './index.cjs';
import * as jsonwebtoken from './index.cjs';
export default jsonwebtoken;
