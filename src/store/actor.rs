//! Who does something, and on which machine.

/// A person and their machine, as the history names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The person.
    pub name: String,
    /// The machine.
    pub device: String,
}

/// The account's name, or empty.
pub(super) fn user_name() -> String {
    std::env::var("USER")
        .or_else(|_| std::env::var("USERNAME"))
        .or_else(|_| std::env::var("LOGNAME"))
        .unwrap_or_default()
}

/// The machine's name, or empty.
pub(super) fn host_name() -> String {
    gethostname::gethostname().to_string_lossy().into_owned()
}

impl Actor {
    /// The account that runs the program, on this machine.
    pub fn this_user() -> Actor {
        Actor { name: user_name(), device: host_name() }
    }
}
