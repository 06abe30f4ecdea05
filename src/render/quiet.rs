//! Keeps the libraries of the graphics driver from writing on standard error while
//! they look round; they do so without a session, and a script reads ours there.

/// Standard error leads nowhere until this is dropped.
pub struct Quiet {
    #[cfg(unix)]
    kept: Option<std::os::fd::OwnedFd>,
}

#[cfg(unix)]
impl Quiet {
    /// Turns standard error away, where it can be turned back.
    pub fn begin() -> Quiet {
        let kept = rustix::io::dup(rustix::stdio::stderr()).ok();
        let nowhere = std::fs::OpenOptions::new().write(true).open("/dev/null");
        match (kept, nowhere) {
            (Some(kept), Ok(nowhere)) if rustix::stdio::dup2_stderr(&nowhere).is_ok() => {
                Quiet { kept: Some(kept) }
            }
            _ => Quiet { kept: None },
        }
    }
}

#[cfg(unix)]
impl Drop for Quiet {
    fn drop(&mut self) {
        if let Some(kept) = &self.kept {
            // It came from there, so that it fits there again.
            let _ = rustix::stdio::dup2_stderr(kept);
        }
    }
}

#[cfg(not(unix))]
impl Quiet {
    /// Nothing is known to be written there on this system.
    pub fn begin() -> Quiet {
        Quiet {}
    }
}
