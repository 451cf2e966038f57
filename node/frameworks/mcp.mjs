import * as errors from '@modelcontextprotocol/sdk/server/auth/errors.js';

import made from './mcp_verifier.cjs';

export const tokenVerifier = made.withErrors(errors);
