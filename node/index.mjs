// The same objects as for require(), so that `instanceof JotkitError` holds either way.
import jotkit from './index.cjs';

export const {
  JotkitError,
  Key,
  KeySet,
  RemoteKeys,
  Signer,
  Unverified,
  Verified,
  Verifier,
  bearer,
  jws,
  likecoin,
  livelike,
  peek,
} = jotkit;
