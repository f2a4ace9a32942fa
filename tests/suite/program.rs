//! Runs the binary in a folder of its own and reads what it exports.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The tables of an export, in the order of the format's description.
pub const TABLES: [&str; 11] = [
    "records",
    "articles",
    "blocks",
    "claims",
    "quotes",
    "passages",
    "clusters",
    "links",
    "sentences",
    "findings",
    "verdicts",
];

/// A file or folder below `fixtures/`.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// An empty folder to run the program in; removed when dropped.
pub struct Place(TempDir);

impl Place {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Runs `suyuan` with these arguments and nothing on standard input.
    pub fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Output {
        self.run_with_input(arguments, b"")
    }

    /// Runs `suyuan` with `input` on standard input.
    pub fn run_with_input<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
        input: &[u8],
    ) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_suyuan"))
            .args(arguments)
            .current_dir(self.0.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that fails before it reads closes the pipe: that is no fault of the test.
        let _ = child.stdin.take().unwrap().write_all(input);
        child.wait_with_output().unwrap()
    }

    /// Scans into the store of this place, without a summary; the exit code must be `code`.
    pub fn scan<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>, code: i32) {
        let arguments: Vec<_> = arguments.into_iter().collect();
        let all = [OsStr::new("scan"), OsStr::new("--quiet")].into_iter();
        let output = self.run(all.chain(arguments.iter().map(AsRef::as_ref)));
        assert_eq!(output.status.code(), Some(code), "{}", complaint(&output));
        assert_eq!(output.stdout, b"");
    }

    /// Exports all tables of the store of this place.
    pub fn export(&self) -> Export {
        self.export_with(&[])
    }

    /// The same with more arguments.
    pub fn export_with(&self, more: &[&str]) -> Export {
        let directory = self.path("export");
        let mut arguments = vec!["export", "jsonl", "--quiet", "-o", "export", "--tables"];
        let tables = TABLES.join(",");
        arguments.push(&tables);
        arguments.extend(more);
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
        let files = TABLES.map(|table| {
            (
                table.to_owned(),
                std::fs::read_to_string(directory.join(format!("{table}.jsonl"))).unwrap(),
            )
        });
        Export { files: files.into() }
    }
}

/// What stands on standard error.
pub fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The files of an export.
#[derive(PartialEq, Eq)]
pub struct Export {
    pub files: BTreeMap<String, String>,
}

impl Export {
    /// The rows of a table.
    pub fn rows(&self, table: &str) -> Vec<Value> {
        self.files[table]
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The row of a table whose `column` is `value`.
    pub fn row(&self, table: &str, column: &str, value: &str) -> Value {
        let rows = self.rows(table);
        let found = rows.into_iter().find(|row| row[column] == value);
        found.unwrap_or_else(|| panic!("no {value} in {table}.{column}"))
    }
}
