//! Compiles `proto-schemas/` into Rust: messages by prost, and for every RPC of a `service` a unit
//! struct that implements `crate::rpc::Method`, so that the schema is the one table of methods.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use prost_build::{Service, ServiceGenerator};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../proto-schemas");
    println!("cargo:rerun-if-changed={}", root.display());
    let files = schema_files(&root)?;
    let descriptors = protox::compile(&files, [&root])?;
    prost_build::Config::new()
        .include_file("schemas.rs")
        .service_generator(Box::new(Methods))
        .compile_fds(descriptors)?;
    Ok(())
}

/// Every `.proto` below `folder`, in a stable order.
fn schema_files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(schema_files(&path)?);
        } else if path.extension().is_some_and(|ending| ending == "proto") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Writes the module `methods` of a package.
struct Methods;

impl ServiceGenerator for Methods {
    fn generate(&mut self, service: Service, buf: &mut String) {
        // "handup.request.v1" is served by the service "request".
        let name = service
            .package
            .split('.')
            .nth(1)
            .unwrap_or_default()
            .to_owned();
        let mut table = String::new();
        let _ = writeln!(
            buf,
            "/// RPC methods of the service `{name}`.\npub mod methods {{"
        );
        for method in &service.methods {
            let comment = method.comments.leading.join("\n");
            let _ = write!(
                buf,
                "    /// {summary}\n    \
                 #[derive(Debug, Clone, Copy)]\n    \
                 pub struct {rust};\n    \
                 impl crate::rpc::Method for {rust} {{\n        \
                     const SERVICE: &'static str = {name:?};\n        \
                     const NAME: &'static str = {wire:?};\n        \
                     type Request = super::{input};\n        \
                     type Reply = super::{output};\n    \
                 }}\n",
                summary = if comment.trim().is_empty() {
                    format!("`{}` of `{name}`.", method.name)
                } else {
                    comment.trim().replace('\n', " ")
                },
                rust = method.proto_name,
                wire = method.name,
                input = method.input_type,
                output = method.output_type,
            );
            let _ = write!(table, "{:?}, ", method.name);
        }
        let _ = write!(
            buf,
            "    /// Wire names of all methods, in the order of the schema.\n    \
             pub const ALL: &[&str] = &[{table}];\n}}\n"
        );
    }
}
