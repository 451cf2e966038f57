//! Starts the server: `cargo run -p jotkit-example-provider -- config.json`.
//!
//! ```json
//! {
//!   "listen": "127.0.0.1:3000",
//!   "database": "sqlite:provider.db",
//!   "provider": {"key": "32 bytes or more", "common_secret": "...", "host": "like.example"},
//!   "clients": [{
//!     "client_id": "app",
//!     "client_secret": "...",
//!     "redirect_uris": ["http://localhost:8000/cb"],
//!     "scopes": ["profile"]
//!   }],
//!   "users": [{"id": "ann", "display_name": "Ann", "email": "ann@example.com"}]
//! }
//! ```

use axum::serve;
use jotkit::likecoin::provider::Failure;
use jotkit_example_provider::app::App;
use jotkit_example_provider::config::Config;
use jotkit_example_provider::router;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let Some(path) = std::env::args().nth(1) else {
        return Err("usage: jotkit-example-provider CONFIG".into());
    };
    let config = Config::read(&std::fs::read_to_string(path)?)?;
    let listener = TcpListener::bind(&config.listen).await?;
    let app = App::start(config).await?;
    println!("Listening on http://{}", listener.local_addr()?);
    Ok(serve(listener, router(&app)).await?)
}
