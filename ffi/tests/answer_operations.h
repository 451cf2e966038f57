/* The operations of the subject, one for each "op" of a request. */
#ifndef JOTKIT_TESTS_ANSWER_OPERATIONS_H
#define JOTKIT_TESTS_ANSWER_OPERATIONS_H

#include "reply.h"

void op_verify(reply *r);
void op_sign(reply *r);
void op_peek(reply *r);
void op_key_info(reply *r);
void op_key_export(reply *r);
void op_authorization_token(reply *r);

void op_livelike_sign(reply *r);
void op_livelike_verify(reply *r);
void op_likecoin_signing_key(reply *r);
void op_likecoin_sign(reply *r);
void op_likecoin_verify(reply *r);
void op_likecoin_read(reply *r);
void op_scope_allows(reply *r);
void op_authorize_url(reply *r);
void op_parse_callback(reply *r);
void op_token_request(reply *r);
void op_refresh_request(reply *r);
void op_parse_token_response(reply *r);
void op_oauth_session(reply *r);

#endif
