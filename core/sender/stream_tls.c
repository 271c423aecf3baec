/* stream_tls.c - the bytes of a stream, plain or under TLS.
 * SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <errno.h>
#include <openssl/err.h>
#include <sys/socket.h>

#include "hw_plugin.h"
#include "sender/stream_own.h"

static SSL_CTX *context_of(struct account *a)
{
	SSL_CTX *tls = a->tls ? NULL : SSL_CTX_new(TLS_client_method());

	if (!tls)
		return a->tls;
	if (!SSL_CTX_set_min_proto_version(tls, TLS1_2_VERSION) ||
	    !(a->ca ? SSL_CTX_load_verify_locations(tls, a->ca, NULL)
		    : SSL_CTX_set_default_verify_paths(tls))) {
		SSL_CTX_free(tls);
		return NULL;
	}
	SSL_CTX_set_verify(tls, SSL_VERIFY_PEER, NULL);
	/* The end of a reply is seen by the protocol above. */
	SSL_CTX_set_options(tls, SSL_OP_IGNORE_UNEXPECTED_EOF);
	SSL_CTX_set_mode(tls, SSL_MODE_ENABLE_PARTIAL_WRITE |
				      SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	a->tls = tls;
	return tls;
}

static bool expect_name(SSL *ssl, const char *host)
{
	struct in6_addr any;

	if (inet_pton(AF_INET, host, &any) == 1 ||
	    inet_pton(AF_INET6, host, &any) == 1)
		return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl),
						     host) == 1;
	return SSL_set_tlsext_host_name(ssl, host) == 1 &&
	       SSL_set1_host(ssl, host) == 1;
}

bool stream_begin_tls(struct stream *s)
{
	SSL_CTX *tls = context_of(s->account);

	s->ssl = tls ? SSL_new(tls) : NULL;
	if (s->ssl && expect_name(s->ssl, s->host) && SSL_set_fd(s->ssl, s->fd))
		return true;
	if (tls)
		stream_fail(s, HW_RETRY, "TLS cannot start");
	else
		stream_fail(s, HW_AUTH,
			    "the file of CAs (option ca) cannot be read");
	return false;
}

void stream_tls_failed(struct stream *s)
{
	long verdict = SSL_get_verify_result(s->ssl);
	const char *reason = ERR_reason_error_string(ERR_peek_last_error());
	char text[200];

	if (verdict != X509_V_OK)
		snprintf(text, sizeof text,
			 "its certificate does not verify: %s",
			 X509_verify_cert_error_string(verdict));
	else
		snprintf(text, sizeof text, "TLS failed: %s",
			 reason ? reason : "the connection ended");
	stream_fail(s, HW_RETRY, text);
}

/* What OpenSSL waits for; false when it failed. */
bool stream_wants(struct stream *s, int rc)
{
	switch (SSL_get_error(s->ssl, rc)) {
	case SSL_ERROR_WANT_READ:
		s->wants = POLLIN;
		return true;
	case SSL_ERROR_WANT_WRITE:
		s->wants = POLLOUT;
		return true;
	default:
		return false;
	}
}

/* Bytes read, 0 at the end, -1 not yet, -2 broken. */
ssize_t stream_get(struct stream *s, char *to, size_t len)
{
	ssize_t n;

	if (s->ssl) {
		int rc = SSL_read(s->ssl, to, (int)len);

		if (rc > 0)
			return rc;
		if (stream_wants(s, rc))
			return -1;
		return SSL_get_error(s->ssl, rc) == SSL_ERROR_ZERO_RETURN ? 0
									  : -2;
	}
	n = recv(s->fd, to, len, MSG_DONTWAIT);
	s->wants = POLLIN;
	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? -1 : -2;
	return n;
}

ssize_t stream_put(struct stream *s, const char *at, size_t len)
{
	ssize_t n;

	if (s->ssl) {
		int rc = SSL_write(s->ssl, at, (int)len);

		return rc > 0 ? rc : stream_wants(s, rc) ? -1 : -2;
	}
	n = send(s->fd, at, len, MSG_DONTWAIT | MSG_NOSIGNAL);
	s->wants = POLLOUT;
	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? -1 : -2;
	return n;
}
