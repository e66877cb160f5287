//! One way through the text of a document.

use super::parts::Parts;

/// Reads a document from its beginning to its end.
pub(super) struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    parts: Parts,
    /// The lists and objects that are not over yet, the innermost last.
    open: Vec<Open>,
}

/// A list or an object that is not over yet.
#[derive(Clone, Copy)]
struct Open {
    part: usize,
    is_object: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text: text.as_bytes(),
            at: 0,
            parts: Parts::with_room(text.len()),
            open: Vec::new(),
        }
    }

    /// The parts of the document; nothing where it is none.
    pub(super) fn document(mut self) -> Option<Parts> {
        (self.text.len() <= Parts::LONGEST).then_some(())?;
        loop {
            self.blanks();
            if !self.value()? {
                continue;
            }
            // A value is over, and with it whatever it is the last one of.
            loop {
                self.blanks();
                let Some(open) = self.open.last().copied() else {
                    return (self.at == self.text.len()).then_some(self.parts);
                };
                match (self.take()?, open.is_object) {
                    (b',', true) => {
                        self.key()?;
                        break;
                    }
                    (b',', false) => break,
                    (b'}', true) | (b']', false) => self.close(),
                    _ => return None,
                }
            }
        }
    }

    /// Reads a value, or the beginning of one with something in it. Says whether it is over.
    fn value(&mut self) -> Option<bool> {
        let start = self.at;
        match self.take()? {
            b'{' => {
                self.begin(start, true);
                self.blanks();
                if self.peek() == Some(b'}') {
                    self.at += 1;
                    self.close();
                    return Some(true);
                }
                self.key()?;
                return Some(false);
            }
            b'[' => {
                self.begin(start, false);
                self.blanks();
                if self.peek() == Some(b']') {
                    self.at += 1;
                    self.close();
                    return Some(true);
                }
                return Some(false);
            }
            b'"' => {
                self.string(start)?;
                return Some(true);
            }
            b't' => self.word(b"rue")?,
            b'f' => self.word(b"alse")?,
            b'n' => self.word(b"ull")?,
            b'-' => {
                let first = self.take()?;
                self.number(first)?;
            }
            first => self.number(first)?,
        }
        self.parts.add(start..self.at, false);
        Some(true)
    }

    /// Reads a key and the colon behind it.
    fn key(&mut self) -> Option<()> {
        self.blanks();
        let start = self.at;
        (self.take()? == b'"').then_some(())?;
        self.string(start)?;
        self.blanks();
        (self.take()? == b':').then_some(())
    }

    fn begin(&mut self, start: usize, is_object: bool) {
        let part = self.parts.begin(start);
        self.open.push(Open { part, is_object });
    }

    /// The innermost list or object is over.
    fn close(&mut self) {
        if let Some(open) = self.open.pop() {
            self.parts.end(open.part, self.at);
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn take(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn blanks(&mut self) {
        while let Some(blank @ (b' ' | b'\n' | b'\t' | b'\r')) = self.peek() {
            self.at += 1;
            if blank != b'\n' {
                continue;
            }
            // Most blanks are the indentation of a line.
            while let Some(eight) = self.eight() {
                let others = u64::from_le_bytes(eight) ^ (ONES * b' ' as u64);
                self.at += (others.trailing_zeros() / 8) as usize;
                if others != 0 {
                    break;
                }
            }
        }
    }

    fn word(&mut self, rest: &[u8]) -> Option<()> {
        let said = self.text.get(self.at..self.at + rest.len())?;
        self.at += rest.len();
        (said == rest).then_some(())
    }

    fn eight(&self) -> Option<[u8; 8]> {
        self.text.get(self.at..)?.first_chunk().copied()
    }

    /// Reads on behind the quote that begins a text at `start`.
    fn string(&mut self, start: usize) -> Option<()> {
        let mut is_escaped = false;
        loop {
            self.plain();
            match self.take()? {
                b'"' => {
                    self.parts.add(start..self.at, is_escaped);
                    return Some(());
                }
                b'\\' => {
                    is_escaped = true;
                    self.escape()?;
                }
                _ => return None,
            }
        }
    }

    /// Goes on to the next byte that ends a text, begins an escape, or may not stand in a
    /// text; eight bytes at a time while there are so many.
    fn plain(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        for eight in rest.as_chunks().0 {
            let special = special(u64::from_le_bytes(*eight));
            if special != 0 {
                self.at += (special.trailing_zeros() / 8) as usize;
                return;
            }
            self.at += 8;
        }
        while self.peek().is_some_and(|byte| !is_special(byte)) {
            self.at += 1;
        }
    }

    fn escape(&mut self) -> Option<()> {
        match self.take()? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(()),
            b'u' => {
                let digits = self.text.get(self.at..self.at + 4)?;
                self.at += 4;
                digits.iter().all(u8::is_ascii_hexdigit).then_some(())
            }
            _ => None,
        }
    }

    /// Reads on behind the first digit of a number.
    fn number(&mut self, first: u8) -> Option<()> {
        match first {
            b'0' if self.peek().is_some_and(|byte| byte.is_ascii_digit()) => return None,
            b'0' => {}
            b'1'..=b'9' => self.digits(),
            _ => return None,
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.some_digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.some_digits()?;
        }
        Some(())
    }

    fn some_digits(&mut self) -> Option<()> {
        self.take()?.is_ascii_digit().then_some(())?;
        self.digits();
        Some(())
    }

    fn digits(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
    }
}

/// Whether a byte ends a text, begins an escape, or may not stand in a text.
const fn is_special(byte: u8) -> bool {
    byte == b'"' || byte == b'\\' || byte < b' '
}

/// Whether no byte of a text has to be escaped.
pub fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some(last) = bytes.last_chunk::<8>() else {
        let ends = bytes.first_chunk::<4>().zip(bytes.last_chunk::<4>());
        let Some(ends) =
            ends.map(|(first, last)| (u32::from_le_bytes(*first), u32::from_le_bytes(*last)))
        else {
            return !bytes.iter().copied().any(is_special);
        };
        return special(u64::from(ends.0) | u64::from(ends.1) << 32) == 0;
    };
    let is_plain = |eight: &[u8; 8]| special(u64::from_le_bytes(*eight)) == 0;
    // The last eight overlap those before them.
    is_plain(last) && bytes.as_chunks().0.iter().all(is_plain)
}

/// A one in each of eight bytes.
const ONES: u64 = u64::MAX / 255;

/// Of eight bytes, a bit for the first special one, and none where there is none. Bits for
/// bytes behind it mean nothing: a subtraction borrows from the next byte.
const fn special(bytes: u64) -> u64 {
    const HIGH: u64 = ONES << 7;
    const fn below(bytes: u64, limit: u8) -> u64 {
        bytes.wrapping_sub(ONES * limit as u64) & !bytes
    }
    // With two bits changed places, a quote is right behind what may not stand in a text.
    const CONTROL_AND_QUOTE: u8 = b' ' + 1;
    let ends = below(bytes ^ (ONES * (b'"' ^ b' ') as u64), CONTROL_AND_QUOTE);
    let escape = below(bytes ^ (ONES * b'\\' as u64), 1);
    (ends | escape) & HIGH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_eight_bytes_the_first_special_one_is_found() {
        for byte in 0..=u8::MAX {
            for at in 0..8 {
                let mut eight = [b'!'; 8];
                eight[at] = byte;
                let found = special(u64::from_le_bytes(eight));
                let wanted = is_special(byte).then_some(at);
                let place = (found != 0).then(|| (found.trailing_zeros() / 8) as usize);
                assert_eq!(place, wanted, "{byte} at {at}");
            }
        }
    }
}
