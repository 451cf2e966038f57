mod http;
#[path = "likecoin-api.rs"]
mod likecoin_api;
#[path = "likecoin-login.rs"]
mod likecoin_login;
mod livelike;
mod verify;

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> Outcome {
    verify::run()?;
    livelike::run()?;
    likecoin_login::run()?;
    likecoin_api::run()
}
