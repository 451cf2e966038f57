//! Test equipment, not a service: stand-ins for LikeCoin and LiveLike on loopback sockets, for
//! jotkit's examples to talk to. They are built on jotkit itself and on axum, keep everything in
//! memory, and start empty; the third socket fills them.
//!
//! Prints one line of JSON with the addresses (`likecoin`, `livelike`, `control`; the system chose
//! the ports) and runs until its standard input ends, so that it cannot outlive the test that
//! started it.

mod control;
mod likecoin;
mod livelike;
mod record;
mod world;

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;

use world::World;

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let world = Arc::new(World::new().await);
    let likecoin = serve(record::requests(
        &world,
        "likecoin",
        likecoin::router(&world),
    ))
    .await?;
    let livelike = serve(record::requests(
        &world,
        "livelike",
        livelike::router(&world),
    ))
    .await?;
    let control = serve(control::router(&world)).await?;

    let addresses = serde_json::json!({
        "likecoin": format!("http://{likecoin}"),
        "livelike": format!("http://{livelike}"),
        "control": format!("http://{control}"),
    });
    println!("{addresses}");
    std::io::stdout().flush()?;

    tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await??;
    Ok(())
}

/// Serves on a free loopback port, in the background.
async fn serve(router: Router) -> std::io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}
