//! Servers that can prove who they are, and others.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;

use jotkit::remote::Cause;
use jotkit::{AsyncKeys, BlockingKeys, Code, KeySet, RemoteKeys, RemoteOptions};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use crate::equipment::{AMPLE, CLIENTS, Subject, made, token};

/// A server with a certificate for this host from an authority of its own, whose certificate it
/// returns with the port.
fn serve(host: &str, body: String) -> (CertificateDer<'static>, u16) {
    let authority_key = KeyPair::generate().unwrap();
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let root = authority.self_signed(&authority_key).unwrap();
    let issuer = Issuer::new(authority, authority_key);
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec![host.to_owned()]).unwrap();
    let certificate = certificate.signed_by(&key, &issuer).unwrap();

    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
        )
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (config, body) = (Arc::clone(&config), body.clone());
            thread::spawn(move || {
                let stream = stream.unwrap();
                stream.set_read_timeout(Some(AMPLE)).unwrap();
                let mut stream = StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
                let mut request = Vec::new();
                let mut piece = [0; 1_024];
                while !request.ends_with(b"\r\n\r\n") {
                    // A client that does not trust the server goes away.
                    match stream.read(&mut piece) {
                        Ok(length @ 1..) => request.extend_from_slice(&piece[..length]),
                        _ => return,
                    }
                }
                let length = body.len();
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}");
                let _ = write!(stream, "{head}\r\nConnection: close\r\n\r\n{body}");
                stream.conn.send_close_notify();
                let _ = stream.flush();
            });
        }
    });
    (root.der().clone(), port)
}

fn options(port: u16) -> RemoteOptions {
    RemoteOptions::new()
        .jwks_url(format!("https://localhost:{port}/keys"))
        .timeout_ms(AMPLE)
}

/// Verifiers of both clients that trust this authority alone.
fn trusting(root: &CertificateDer<'_>, port: u16) -> [Subject; 2] {
    let keys = || RemoteKeys::new(options(port)).unwrap();
    let roots = [Certificate::from_der(root).to_owned()];
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::new_with_certs(&roots))
        .unversioned_rustls_crypto_provider(Arc::new(aws_lc_rs::default_provider()))
        .build();
    let agent = ureq::Agent::config_builder()
        .tls_config(tls)
        .build()
        .new_agent();
    let client = AsyncKeys::client_builder()
        .tls_certs_only([reqwest::Certificate::from_der(root).unwrap()])
        .build()
        .unwrap();
    [
        Subject::blocking(&BlockingKeys::with_agent(keys(), agent)),
        Subject::asynchronous(&AsyncKeys::with_client(keys(), client)),
    ]
}

#[test]
fn a_server_that_cannot_prove_who_it_is_has_no_keys() {
    let (_, port) = serve("localhost", "{}".to_owned());
    for client in CLIENTS {
        let verifier = client.verifier(options(port));
        let error = verifier.warm().unwrap_err();
        assert_eq!(error.code(), Code::KeysUnavailable);
        assert_eq!(verifier.cause(), Some(Cause::Tls), "{client:?}");
    }
}

#[test]
fn an_authority_of_the_callers_is_enough() {
    let key = made("a");
    let body = KeySet::new([key.clone()]).to_public_jwks().unwrap();
    let (root, port) = serve("localhost", body);
    for verifier in trusting(&root, port) {
        verifier.verify(&token(&key)).unwrap();
    }
}

#[test]
fn the_certificate_must_be_for_the_host() {
    let (root, port) = serve("id.example", "{}".to_owned());
    for verifier in trusting(&root, port) {
        verifier.warm().unwrap_err();
        assert_eq!(verifier.cause(), Some(Cause::Tls));
    }
}
