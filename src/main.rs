//! Arguments, then window or command.

fn main() {}
