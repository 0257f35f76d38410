//! Rebuilds the crate when a built-in article or playbook comes, changes or goes: the compiler
//! only watches the files that were there at the last build.

fn main() {
    println!("cargo:rerun-if-changed=articles");
    println!("cargo:rerun-if-changed=playbooks");
}
