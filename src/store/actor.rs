//! Who does something, and on which machine.

/// A person and their machine, as the history names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The person.
    pub name: String,
    /// The machine.
    pub device: String,
}

/// The account's name: as the environment tells it, else as the system's list of
/// accounts does, else its number.
pub(super) fn user_name() -> String {
    let told = |name: &&str| std::env::var(name).is_ok_and(|value| !value.trim().is_empty());
    let variable = ["USER", "LOGNAME", "USERNAME"].into_iter().find(told);
    variable
        .and_then(|name| std::env::var(name).ok())
        .or_else(|| whoami::username().ok().filter(|name| !name.is_empty()))
        .unwrap_or_else(account_number)
}

#[cfg(unix)]
fn account_number() -> String {
    format!("uid {}", rustix::process::getuid().as_raw())
}

#[cfg(not(unix))]
fn account_number() -> String {
    "?".to_owned()
}

/// The machine's name.
pub(super) fn host_name() -> String {
    let name = gethostname::gethostname().to_string_lossy().into_owned();
    if name.is_empty() { "localhost".to_owned() } else { name }
}

impl Actor {
    /// The account that runs the program, on this machine.
    pub fn this_user() -> Actor {
        Actor { name: user_name(), device: host_name() }
    }
}
