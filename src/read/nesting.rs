//! Which brackets and quotation marks of JSON are open. In: one byte after the other. Out: what each of them opens or ends.
//! Made for what is no JSON as well: a bracket that closes closes the last one of its kind, with all that stands open in it.

/// Depth to which it is known which brackets are open: the parser goes no deeper.
const KNOWN: u32 = 128;

/// What a byte does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing that matters.
    On,
    /// It is a part of a string.
    Text,
    /// It opens a bracket.
    Opened,
    /// It ends the whole.
    Closed,
    /// The whole has ended before it.
    Before,
}

/// What is open.
#[derive(Clone, Debug)]
pub(super) struct Nesting {
    /// One bit for each open bracket, the innermost lowest: 1 for an object, 0 for an array. Brackets that are opened deeper
    /// than is known have none, so that those around them are not forgotten.
    objects: u128,
    depth: u32,
    within: Within,
    /// The last byte that is no white space was a colon: a value follows.
    colon: bool,
    /// Characters of two bytes, the second of which may look like a backslash.
    double: bool,
    /// Strings end with their lines.
    lines: bool,
    /// A string went on over the end of a line, which JSON does not allow.
    over_lines: bool,
    ended: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    /// Before the first byte.
    New,
    Brackets,
    Text,
    /// Behind a backslash, or in a character of two bytes.
    TextSecond,
    /// A number or a word that stands alone.
    Scalar,
}

/// White space of JSON.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

impl Nesting {
    pub(super) fn new(double: bool) -> Self {
        Self {
            objects: 0,
            depth: 0,
            within: Within::New,
            colon: false,
            double,
            lines: false,
            over_lines: false,
            ended: false,
        }
    }

    /// One of an object that was opened.
    pub(super) fn in_object(double: bool) -> Self {
        let mut nesting = Self {
            within: Within::Brackets,
            ..Self::new(double)
        };
        nesting.open(true);
        nesting
    }

    /// One in which a line end ends a string.
    pub(super) fn of_lines(double: bool) -> Self {
        Self {
            lines: true,
            ..Self::new(double)
        }
    }

    /// One that ends before the next byte.
    pub(super) fn ended() -> Self {
        Self {
            ended: true,
            ..Self::new(false)
        }
    }

    /// True when all of it is a number or a word, so that its end is that of the stream.
    pub(super) fn is_scalar(&self) -> bool {
        self.within == Within::Scalar || self.ended
    }

    /// True when a string went on over the end of a line.
    pub(super) fn is_over_lines(&self) -> bool {
        self.over_lines
    }

    /// Brackets that are open.
    pub(super) fn depth(&self) -> u32 {
        self.depth
    }

    pub(super) fn close_array(&mut self) {
        self.close(false);
    }

    fn open(&mut self, object: bool) {
        if self.depth < KNOWN {
            self.objects = self.objects << 1 | u128::from(object);
        }
        self.depth = self.depth.saturating_add(1);
    }

    /// Closes the last bracket of a kind; nothing where there is none.
    fn close(&mut self, object: bool) {
        if self.depth > KNOWN {
            // Deeper than is known each one closes one.
            self.depth -= 1;
            return;
        }
        let kinds = if object { self.objects } else { !self.objects };
        let closed = kinds.trailing_zeros().saturating_add(1);
        if closed <= self.depth {
            self.depth -= closed;
            self.objects = self.objects.checked_shr(closed).unwrap_or(0);
        }
    }

    /// Takes a byte.
    pub(super) fn step(&mut self, byte: u8) -> Step {
        if self.ended {
            return Step::Before;
        }
        match self.within {
            Within::TextSecond => {
                self.over_lines |= byte == b'\n';
                self.within = Within::Text;
                Step::Text
            }
            Within::Text => self.text_step(byte),
            Within::Scalar if is_space(byte) || matches!(byte, b',' | b']' | b'}' | b'{' | b'[') => {
                Step::Before
            }
            Within::Scalar => Step::On,
            Within::New | Within::Brackets => self.bracket_step(byte),
        }
    }

    fn text_step(&mut self, byte: u8) -> Step {
        if byte == b'"' || self.lines && byte == b'\n' {
            self.within = Within::Brackets;
            return if self.depth == 0 { Step::Closed } else { Step::On };
        }
        self.over_lines |= byte == b'\n';
        if byte == b'\\' || self.double && byte >= 0x81 {
            self.within = Within::TextSecond;
        }
        Step::Text
    }

    fn bracket_step(&mut self, byte: u8) -> Step {
        if is_space(byte) {
            return Step::On;
        }
        let is_value = std::mem::replace(&mut self.colon, byte == b':');
        let is_new = std::mem::replace(&mut self.within, Within::Brackets) == Within::New;
        match byte {
            // In an object a name stands here: a bracket of this one is missing, and the next one begins.
            b'{' if !is_value && self.depth == 1 && self.objects & 1 == 1 => Step::Before,
            b'{' | b'[' => {
                self.open(byte == b'{');
                Step::Opened
            }
            b'}' | b']' => {
                self.close(byte == b'}');
                if self.depth == 0 { Step::Closed } else { Step::On }
            }
            b'"' => {
                self.within = Within::Text;
                Step::Text
            }
            _ if is_new => {
                self.within = Within::Scalar;
                Step::On
            }
            _ => Step::On,
        }
    }

    /// How many bytes are of the string that is open, up to its next mark.
    pub(super) fn text(&self, bytes: &[u8]) -> usize {
        if self.within != Within::Text || self.double || self.lines {
            return 0;
        }
        memchr::memchr3(b'"', b'\\', b'\n', bytes).unwrap_or(bytes.len())
    }
}
