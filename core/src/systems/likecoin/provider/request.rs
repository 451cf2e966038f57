//! What a host's web server received.

use std::fmt;

use super::form::{Form, MAX_BYTES};
use super::options::Options;
use super::refusal::Refusal;
use super::text::is_plain;
use crate::error::{Code, Error, Result};
use crate::options::{Fields, choice};
use crate::systems::likecoin::oauth::Body;

choice! {
    /// What a request is for.
    Endpoint;
    /// `GET` and `POST /in/oauth`: the consent page.
    Authorize "authorize";
    /// `POST /oauth/access_token`.
    Token "token";
    /// `POST /oauth/revoke` (RFC 7009).
    Revoke "revoke";
    /// `POST /oauth/introspect` (RFC 7662).
    Introspect "introspect";
    /// `GET` and `POST /apps`: the page on which users withdraw what they allowed.
    Apps "apps";
}

impl Endpoint {
    /// The endpoints, each with its path.
    pub const PATHS: &'static [(Self, &'static str)] = &[
        (Self::Authorize, "/in/oauth"),
        (Self::Token, "/oauth/access_token"),
        (Self::Revoke, "/oauth/revoke"),
        (Self::Introspect, "/oauth/introspect"),
        (Self::Apps, "/apps"),
    ];

    /// The endpoint of a path. LikeCoin's page is also reached with a slash at the end (protocol
    /// row B1).
    #[must_use]
    pub fn of_path(path: &str) -> Option<Self> {
        let path = if path == "/in/oauth/" {
            "/in/oauth"
        } else {
            path
        };
        let mut paths = Self::PATHS.iter();
        paths
            .find(|(_, own)| *own == path)
            .map(|(endpoint, _)| *endpoint)
    }

    /// Whether people see it. Only pages need to know who is logged in.
    #[must_use]
    pub const fn is_page(self) -> bool {
        matches!(self, Self::Authorize | Self::Apps)
    }

    pub(super) fn path(self) -> &'static str {
        let mut paths = Self::PATHS.iter();
        paths
            .find(|(own, _)| *own == self)
            .map_or("/", |(_, path)| path)
    }
}

/// An HTTP request to one of the provider's endpoints.
#[derive(Clone)]
pub struct Request {
    pub(super) endpoint: Endpoint,
    pub(super) method: String,
    pub(super) query: String,
    pub(super) body: Body,
    pub(super) content_type: Option<String>,
    pub(super) authorization: Option<String>,
    pub(super) user: Option<String>,
    pub(super) session: String,
    pub(super) mount: String,
}

impl Request {
    /// A request with its method, such as `GET`.
    #[must_use]
    pub fn new(endpoint: Endpoint, method: impl Into<String>) -> Self {
        Self {
            endpoint,
            method: method.into(),
            query: String::new(),
            body: Body::from(Vec::new()),
            content_type: None,
            authorization: None,
            user: None,
            session: String::new(),
            mount: String::new(),
        }
    }

    /// Reads a request from a JSON object with the member `endpoint` and, where they are there,
    /// `method`, `query`, `content_type`, `authorization`, `user`, `session` and `mount`. Without
    /// `method` it is `POST` if there is a body.
    ///
    /// # Errors
    /// `argument_invalid` for anything else, for a user's id that is longer than 2048 bytes, blank
    /// or has control characters, and for a `mount` that is not a path of this server.
    pub fn from_json(json: &str, body: Option<Vec<u8>>) -> Result<Self> {
        let mut fields = Fields::read(json, Code::ArgumentInvalid)?;
        let endpoint: Option<Endpoint> = fields.optional("endpoint")?;
        let endpoint = endpoint.ok_or(Error::argument_invalid("`endpoint` is missing."))?;
        let method = if body.is_some() { "POST" } else { "GET" };
        let mut text = |name| fields.optional::<String>(name);
        let request = Self {
            endpoint,
            method: text("method")?.unwrap_or_else(|| method.to_owned()),
            query: text("query")?.unwrap_or_default(),
            body: Body::from(body.unwrap_or_default()),
            content_type: text("content_type")?,
            authorization: text("authorization")?,
            user: text("user")?,
            session: text("session")?.unwrap_or_default(),
            mount: text("mount")?.unwrap_or_default(),
        };
        fields.end(&[])?;
        request.checked_user()?;
        request.checked_mount()?;
        Ok(request)
    }

    /// Sets the query string, without its question mark.
    #[must_use]
    pub fn query(mut self, query: impl Into<String>) -> Self {
        self.query = query.into();
        self
    }

    /// Sets the body. A host reads no more of it than [`MAX_BODY_BYTES`](super::MAX_BODY_BYTES)
    /// and one byte.
    #[must_use]
    pub fn body(mut self, body: impl Into<Body>) -> Self {
        self.body = body.into();
        self
    }

    /// Sets the value of the header `Content-Type`.
    #[must_use]
    pub fn content_type(mut self, value: impl Into<String>) -> Self {
        self.content_type = Some(value.into());
        self
    }

    /// Sets the value of the header `Authorization`.
    #[must_use]
    pub fn authorization(mut self, value: impl Into<String>) -> Self {
        self.authorization = Some(value.into());
        self
    }

    /// Sets the id of the user who is logged in, as the host knows it.
    #[must_use]
    pub fn user(mut self, id: impl Into<String>) -> Self {
        self.user = Some(id.into());
        self
    }

    /// Sets what tells the browser's session from others, such as the value of its cookie. A form
    /// that was made in one session is not accepted from another.
    #[must_use]
    pub fn session(mut self, id: impl Into<String>) -> Self {
        self.session = id.into();
        self
    }

    /// Sets where the provider's paths begin, such as `/auth`, if not at the root.
    #[must_use]
    pub fn mount(mut self, path: impl Into<String>) -> Self {
        self.mount = path.into();
        self
    }

    /// The user, if one is logged in.
    ///
    /// # Errors
    /// `argument_invalid` for an id that a database cannot hold.
    pub(super) fn checked_user(&self) -> Result<Option<&str>> {
        let user = self.user.as_deref().filter(|id| !id.is_empty());
        if user.is_some_and(|id| !is_user(id)) {
            return Err(Error::argument_invalid(USER));
        }
        Ok(user)
    }

    /// Where the provider's paths begin.
    ///
    /// # Errors
    /// `argument_invalid` for what a browser would take for another server's address.
    pub(super) fn checked_mount(&self) -> Result<&str> {
        let path = self.mount.as_str();
        let is_path = path.starts_with('/') && !path.starts_with("//");
        let plain = !path.contains(['\\', '?', '#']) && is_plain(path);
        if path.is_empty() || (is_path && plain) {
            return Ok(path);
        }
        Err(Error::argument_invalid(
            "`mount` must be empty or a path that begins with one slash.",
        ))
    }

    /// The address of one of the provider's pages.
    pub(super) fn address(&self, endpoint: Endpoint) -> Result<String> {
        Ok(format!("{}{}", self.checked_mount()?, endpoint.path()))
    }

    /// Where a user comes back to after the login: path and query of this request.
    pub(super) fn here(&self) -> Result<String> {
        let path = self.address(self.endpoint)?;
        Ok(if self.query.is_empty() {
            path
        } else {
            format!("{path}?{}", self.query)
        })
    }

    /// The parameters of a request to an endpoint that is not a page.
    pub(super) fn parameters(&self, options: &Options) -> Result<Form, Refusal> {
        if self.method != "POST" {
            return Err(Refusal::Method);
        }
        let malformed = |_| Refusal::Malformed;
        let body = self.body.as_bytes();
        let mut form = match self.media_type().as_deref() {
            Some("application/x-www-form-urlencoded") => Form::read(body).map_err(malformed)?,
            Some("application/json") if options.loose_parameters => {
                Form::read_json(body).map_err(malformed)?
            }
            _ if options.loose_parameters && body.is_empty() => Form::default(),
            _ => return Err(Refusal::Malformed),
        };
        if options.loose_parameters {
            form.fill_from(Form::read(self.query.as_bytes()).map_err(malformed)?);
        }
        if form.is_well_formed() {
            Ok(form)
        } else {
            Err(Refusal::Malformed)
        }
    }

    /// The parameters of a request to a page: those of the query, or of the form that was sent.
    pub(super) fn page_parameters(&self) -> Result<Form, Refusal> {
        let text = match self.method.as_str() {
            "GET" => self.query.as_bytes(),
            "POST" => match self.media_type().as_deref() {
                Some("application/x-www-form-urlencoded") => self.body.as_bytes(),
                _ => return Err(Refusal::Malformed),
            },
            _ => return Err(Refusal::Method),
        };
        Form::read(text).map_err(|_| Refusal::Malformed)
    }

    pub(super) fn is_post(&self) -> bool {
        self.method == "POST"
    }

    fn media_type(&self) -> Option<String> {
        // With a comma it is more than one header.
        let value = self.content_type.as_deref()?;
        if value.contains(',') {
            return None;
        }
        let name = value.split(';').next()?.trim();
        Some(name.to_ascii_lowercase())
    }
}

/// The greatest length of a body that a provider reads, in bytes. What is longer is refused.
pub const MAX_BODY_BYTES: usize = MAX_BYTES;

/// The greatest length of a user's id, in bytes.
const USER_BYTES: usize = 2_048;

const USER: &str = "A user's id must be 1 to 2048 bytes without control characters.";

fn is_user(id: &str) -> bool {
    !id.trim().is_empty() && id.len() <= USER_BYTES && is_plain(id)
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("endpoint", &self.endpoint)
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}
