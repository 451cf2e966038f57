"""Writes the vector files of the two token systems."""

import likecoin_issue
import likecoin_read
import likecoin_scope
import likecoin_verify
import livelike_sign
import livelike_verify
import oauth_browser
import oauth_response
import oauth_token

for module in (
    livelike_sign,
    livelike_verify,
    likecoin_issue,
    likecoin_verify,
    likecoin_read,
    likecoin_scope,
    oauth_browser,
    oauth_token,
    oauth_response,
):
    for vectors in module.build():
        print(f"{len(vectors.vectors):5}  {vectors.write().name}")
