//! A stand-in for LikeCoin: its consent page, its token endpoint and a piece of its API, on one
//! address.

mod api;
mod consent;
mod html;
mod token;

use std::sync::Arc;

use axum::Router;

use crate::world::World;

pub(crate) fn router(world: &Arc<World>) -> Router {
    Router::new()
        .merge(consent::router(world))
        .merge(token::router(world))
        .merge(api::router(world))
}
