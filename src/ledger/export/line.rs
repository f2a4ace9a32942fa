//! One JSON object a line, written straight into bytes.

/// Lines in the making.
#[derive(Debug, Default)]
pub(super) struct Lines {
    bytes: Vec<u8>,
    rows: u64,
    first: bool,
}

impl Lines {
    pub(super) fn begin(&mut self) {
        self.bytes.push(b'{');
        self.first = true;
    }

    pub(super) fn end(&mut self) {
        self.bytes.extend_from_slice(b"}\n");
        self.rows += 1;
    }

    fn key(&mut self, key: &str) {
        if !self.first {
            self.bytes.push(b',');
        }
        self.first = false;
        self.bytes.push(b'"');
        self.bytes.extend_from_slice(key.as_bytes());
        self.bytes.extend_from_slice(b"\":");
    }

    /// A value that is JSON already.
    pub(super) fn json(&mut self, key: &str, json: &str) {
        self.key(key);
        self.bytes.extend_from_slice(json.as_bytes());
    }

    pub(super) fn null(&mut self, key: &str) {
        self.json(key, "null");
    }

    pub(super) fn text(&mut self, key: &str, text: &str) {
        self.key(key);
        self.value(text);
    }

    pub(super) fn optional(&mut self, key: &str, text: Option<&str>) {
        match text {
            Some(text) => self.text(key, text),
            None => self.null(key),
        }
    }

    pub(super) fn texts(&mut self, key: &str, texts: &[String]) {
        self.key(key);
        self.value(texts);
    }

    pub(super) fn integer(&mut self, key: &str, integer: i64) {
        self.key(key);
        self.value(&integer);
    }

    pub(super) fn real(&mut self, key: &str, real: f64) {
        self.key(key);
        self.value(&real);
    }

    /// Writing strings and numbers into memory cannot fail.
    fn value(&mut self, value: &(impl serde::Serialize + ?Sized)) {
        let _ = serde_json::to_writer(&mut self.bytes, value);
    }

    /// The lines so far and how many they are.
    pub(super) fn bytes(&self) -> (&[u8], u64) {
        (&self.bytes, self.rows)
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.rows = 0;
    }
}
