/* Requests for keys, sent with libcurl 7.85 or later. */
#ifndef CURL_FETCHER_H
#define CURL_FETCHER_H

#include <jotkit.h>

/*
 * The function of a jotkit_fetcher whose data is a CURL handle of the calling thread:
 *
 *     const jotkit_fetcher fetcher = {fetch_with_curl, curl};
 *
 * Set what is your own on the handle before, such as CURLOPT_CAINFO, CURLOPT_SSLCERT or
 * CURLOPT_PROXY. A handle that is used again keeps its connection.
 */
jotkit_status fetch_with_curl(const jotkit_http_request *request, jotkit_http_reply *reply, void *curl);

#endif
