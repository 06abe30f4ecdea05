//! The map as the hand meets it: tools, drawing, snapping, picking, the live
//! card, and what is painted above the ground that `render` draws.
//!
//! [`draw`], [`rectangle`], [`vertices`], [`snap`], [`pick`] and [`facts`] know
//! no window; [`view`] puts them together.

pub mod card;
pub mod desk;
pub mod draw;
pub mod facts;
mod furniture;
mod hand;
mod menu;
mod navigate;
pub mod overlay;
pub mod pick;
mod place;
pub mod rectangle;
pub mod snap;
mod strip;
pub mod vertices;
pub mod view;

pub use desk::FactsDesk;
pub use facts::{AreaLimits, CardFacts, Stage, Subject, card_facts};
pub use view::{Ground, MapView};
