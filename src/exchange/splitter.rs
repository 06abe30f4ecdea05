//! Cuts a stream of bytes into features without parsing them: a scan that
//! knows strings and braces, nothing else. What a piece means is found out
//! later and in parallel; the memory held is one batch, however long the file.

use super::batch::{Batch, Frame, FrameKind};
use super::error::{ReadError, ReadErrorKind};
use super::position::TextPlace;
use super::syntax::syntax_fault;
use std::io::Read;
use std::ops::Range;

const CHUNK_BYTES: u64 = 512 * 1024;
const BATCH_BYTES: usize = 1024 * 1024;
const BATCH_FRAMES: usize = 4096;
/// A single feature, or the members around the features, may be this large.
const VALUE_LIMIT_BYTES: usize = 512 * 1024 * 1024;
/// Starts a text in an RFC 8142 sequence.
const RECORD_SEPARATOR: u8 = 0x1E;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Between texts.
    Root,
    /// Inside `features`, before an element; `true` once one was seen.
    Elements(bool),
    /// Behind `features`, among the other members of the collection.
    Tail,
    /// Nothing more comes.
    Done,
}

/// Cuts `input` into [`Batch`]es.
pub struct Splitter<R> {
    input: R,
    buffer: Vec<u8>,
    at: usize,
    end_of_input: bool,
    place: TextPlace,
    state: State,
    next_index: u64,
    head: Vec<u8>,
    headers: Vec<String>,
    /// Room of batches that are done with.
    spare: Vec<Vec<u8>>,
}

/// Boxed, because it is large and rare.
type Cut<T> = Result<T, Box<ReadError>>;

/// The members of a collection that came before its features closed with an
/// empty list, so that the text is JSON again.
const NO_FEATURES: &[u8] = b"\"features\":[]";

impl<R: Read> Splitter<R> {
    /// A splitter at the start of `input`; a byte order mark is to be gone already.
    pub fn new(input: R) -> Self {
        Splitter {
            input,
            buffer: Vec::new(),
            at: 0,
            end_of_input: false,
            place: TextPlace::START,
            state: State::Root,
            next_index: 0,
            head: Vec::new(),
            headers: Vec::new(),
            spare: Vec::new(),
        }
    }

    /// Takes the room of a batch back, for one that follows.
    pub fn take_back(&mut self, bytes: Vec<u8>) {
        // A feature larger than all others must not hold its room to the end.
        if bytes.capacity() <= 4 * BATCH_BYTES {
            self.spare.push(bytes);
        }
    }

    /// The stream read from, once reading is over.
    pub fn into_input(self) -> R {
        self.input
    }

    /// What is known of the collection being read: its members before `features`
    /// as a JSON object; `None` outside a collection.
    pub fn open_header(&self) -> Option<String> {
        matches!(self.state, State::Elements(_) | State::Tail).then(|| {
            let mut text = self.head.clone();
            text.push(b'}');
            String::from_utf8_lossy(&text).into_owned()
        })
    }

    /// Members of the collections read to their end, features left out; taken once.
    pub fn take_headers(&mut self) -> Vec<String> {
        std::mem::take(&mut self.headers)
    }

    /// The next run of pieces; `None` at the end. After a batch with a fault
    /// nothing more comes.
    pub fn next_batch(&mut self) -> Option<Batch> {
        if self.state == State::Done {
            return None;
        }
        self.forget_used();
        let mut frames = Vec::new();
        let first_index = self.next_index;
        let mut fault = None;
        while self.at < BATCH_BYTES && frames.len() < BATCH_FRAMES && self.state != State::Done {
            match self.step() {
                Ok(Some(frame)) => {
                    frames.push(frame);
                    self.next_index += 1;
                }
                Ok(None) => {}
                Err(error) => {
                    self.state = State::Done;
                    fault = Some(*error);
                }
            }
        }
        let mut bytes = self.spare.pop().unwrap_or_default();
        bytes.clear();
        bytes.extend_from_slice(self.buffer.get(..self.at).unwrap_or_default());
        (fault.is_some() || !frames.is_empty() || self.state != State::Done).then_some(Batch {
            bytes,
            frames,
            first_index,
            place: self.place,
            fault,
        })
    }

    fn forget_used(&mut self) {
        self.place = self.place.after(self.buffer.get(..self.at).unwrap_or_default());
        self.buffer.drain(..self.at.min(self.buffer.len()));
        self.at = 0;
    }

    fn step(&mut self) -> Cut<Option<Frame>> {
        match self.state {
            State::Root => self.step_root(),
            State::Elements(seen) => self.step_element(seen),
            State::Tail => self.step_tail(),
            State::Done => Ok(None),
        }
    }

    /// Reads one text; stops at `features` where it is a collection.
    fn step_root(&mut self) -> Cut<Option<Frame>> {
        let start = loop {
            match self.skip_blanks()? {
                None => {
                    self.state = State::Done;
                    return Ok(None);
                }
                Some(RECORD_SEPARATOR) => self.at += 1,
                Some(b'{') => break self.at,
                Some(_) => return Err(self.not_an_object()?),
            }
        };
        self.at += 1;
        let mut is_collection = None;
        let mut first = true;
        loop {
            let Some(key) = self.next_key(&mut first, start)? else {
                let range = start..self.at;
                return Ok(Some(Frame { range, kind: FrameKind::Root }));
            };
            let value_start = self.at;
            let byte = self.peek()?;
            let name = self.buffer.get(key.clone()).unwrap_or_default();
            if name == b"\"features\"" && byte == Some(b'[') && is_collection != Some(false) {
                self.head.clear();
                self.head.extend_from_slice(self.buffer.get(start..key.start).unwrap_or_default());
                self.head.extend_from_slice(NO_FEATURES);
                self.at += 1;
                self.state = State::Elements(false);
                return Ok(None);
            }
            let is_type = name == b"\"type\"";
            self.scan_value(start)?;
            if is_type {
                let value = self.buffer.get(value_start..self.at).unwrap_or_default();
                is_collection = Some(value == b"\"FeatureCollection\"");
            }
        }
    }

    fn step_element(&mut self, seen: bool) -> Cut<Option<Frame>> {
        match self.skip_blanks()? {
            None => return Err(self.cut_here()),
            Some(b']') => {
                self.at += 1;
                self.state = State::Tail;
                return Ok(None);
            }
            Some(b',') if seen => {
                self.at += 1;
                if self.skip_blanks()? == Some(b']') {
                    return Err(self.syntax_here("a comma before the end of features"));
                }
            }
            Some(_) if seen => {
                return Err(self.syntax_here("expected a comma or the end of features"));
            }
            Some(_) => {}
        }
        self.skip_blanks()?;
        let start = self.at;
        self.scan_value(start)?;
        self.state = State::Elements(true);
        Ok(Some(Frame { range: start..self.at, kind: FrameKind::Element }))
    }

    /// Reads the members behind `features` and closes the collection.
    fn step_tail(&mut self) -> Cut<Option<Frame>> {
        let start = self.at;
        let mut first = false;
        while self.next_key(&mut first, start)?.is_some() {
            self.scan_value(start)?;
        }
        let mut header = std::mem::take(&mut self.head);
        header.extend_from_slice(self.buffer.get(start..self.at).unwrap_or_default());
        match String::from_utf8(header) {
            Ok(text) => self.headers.push(text),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let byte = error.as_bytes().get(at).copied().unwrap_or_default();
                return Err(self.fault_here(ReadErrorKind::NotUtf8(byte)));
            }
        }
        self.state = State::Root;
        Ok(None)
    }

    /// Reads to the next member of the object that is open: its key's bytes, with
    /// `at` on its value; `None` behind the closing brace.
    fn next_key(&mut self, first: &mut bool, start: usize) -> Cut<Option<Range<usize>>> {
        let byte = self.skip_blanks()?;
        match byte {
            Some(b'}') => {
                self.at += 1;
                return Ok(None);
            }
            Some(b',') if !*first => {
                self.at += 1;
                self.skip_blanks()?;
            }
            Some(b'"') if *first => {}
            None => return Err(self.cut_here()),
            Some(_) => return Err(self.syntax_here("expected a comma or a closing brace")),
        }
        *first = false;
        match self.peek()? {
            Some(b'"') => {}
            None => return Err(self.cut_here()),
            Some(_) => return Err(self.syntax_here("expected the name of a member")),
        }
        let key_start = self.at;
        self.scan_value(start)?;
        let key = key_start..self.at;
        match self.skip_blanks()? {
            Some(b':') => self.at += 1,
            None => return Err(self.cut_here()),
            Some(_) => return Err(self.syntax_here("expected a colon")),
        }
        self.skip_blanks()?;
        Ok(Some(key))
    }

    /// Moves behind the value at `at`. `held_from` is where the text begins that
    /// has to stay in memory meanwhile.
    fn scan_value(&mut self, held_from: usize) -> Cut<()> {
        match self.peek()? {
            Some(b'"') => self.scan_string(held_from),
            Some(b'{') => self.scan_nested(b'{', b'}', held_from),
            Some(b'[') => self.scan_nested(b'[', b']', held_from),
            Some(_) => self.scan_word(),
            None => Err(self.cut_here()),
        }
    }

    /// Only the outer kind of bracket is counted: what is wrong inside is found
    /// when the piece is parsed.
    fn scan_nested(&mut self, open: u8, close: u8, held_from: usize) -> Cut<()> {
        let start = self.at;
        let mut depth = 0_usize;
        loop {
            let rest = self.buffer.get(self.at..).unwrap_or_default();
            let Some(found) = memchr::memchr3(open, close, b'"', rest) else {
                self.at = self.buffer.len();
                self.refill_inside(start, held_from)?;
                continue;
            };
            let byte = rest.get(found).copied();
            self.at += found;
            if byte == Some(b'"') {
                self.scan_string(held_from).map_err(|error| self.explain(start, error))?;
                continue;
            }
            self.at += 1;
            if byte == Some(open) {
                depth += 1;
            } else {
                depth -= 1;
                if depth == 0 {
                    return Ok(());
                }
            }
        }
    }

    fn scan_string(&mut self, held_from: usize) -> Cut<()> {
        let start = self.at;
        self.at += 1;
        loop {
            let rest = self.buffer.get(self.at..).unwrap_or_default();
            match memchr::memchr2(b'"', b'\\', rest) {
                None => {
                    self.at = self.buffer.len();
                    self.refill_inside(start, held_from)?;
                }
                Some(found) if rest.get(found) == Some(&b'"') => {
                    self.at += found + 1;
                    return Ok(());
                }
                Some(found) => {
                    self.at += found + 1;
                    // The escaped byte may lie in the next chunk.
                    if self.at >= self.buffer.len() {
                        self.refill_inside(start, held_from)?;
                    }
                    self.at += 1;
                }
            }
        }
    }

    fn scan_word(&mut self) -> Cut<()> {
        let start = self.at;
        while let Some(byte) = self.peek()? {
            if matches!(byte, b',' | b']' | b'}' | b'{' | b'[' | b'"' | b':' | RECORD_SEPARATOR)
                || byte.is_ascii_whitespace()
            {
                break;
            }
            self.at += 1;
        }
        if self.at == start {
            return Err(self.syntax_here("expected a value"));
        }
        Ok(())
    }

    fn refill_inside(&mut self, start: usize, held_from: usize) -> Cut<()> {
        if self.buffer.len().saturating_sub(held_from) > VALUE_LIMIT_BYTES {
            let error = ReadError::new(ReadErrorKind::TooLarge(VALUE_LIMIT_BYTES)).at(self.place_at(start));
            return Err(self.explain(start, Box::new(error)));
        }
        if self.fill()? {
            return Ok(());
        }
        let error = self.cut_here();
        Err(self.explain(start, error))
    }

    /// A value that never closes may be cut off, or broken long before its end:
    /// the parser knows.
    fn explain(&self, start: usize, error: Box<ReadError>) -> Box<ReadError> {
        if !matches!(error.kind, ReadErrorKind::CutOff | ReadErrorKind::TooLarge(_)) {
            return error;
        }
        let text = self.buffer.get(start..).unwrap_or_default();
        match syntax_fault(text) {
            Some((offset, kind)) if !matches!(kind, ReadErrorKind::CutOff) => {
                Box::new(ReadError::new(kind).at(self.place_at(start + offset)))
            }
            _ => error,
        }
    }

    fn skip_blanks(&mut self) -> Cut<Option<u8>> {
        loop {
            match self.peek()? {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                other => return Ok(other),
            }
        }
    }

    fn peek(&mut self) -> Cut<Option<u8>> {
        if self.at >= self.buffer.len() && !self.fill()? {
            return Ok(None);
        }
        Ok(self.buffer.get(self.at).copied())
    }

    /// Reads a chunk more; `false` at the end of the input.
    fn fill(&mut self) -> Cut<bool> {
        if self.end_of_input {
            return Ok(false);
        }
        let read = (&mut self.input)
            .take(CHUNK_BYTES)
            .read_to_end(&mut self.buffer)
            .map_err(|error| Box::new(ReadError::io(&error)))?;
        self.end_of_input = (read as u64) < CHUNK_BYTES;
        Ok(read > 0)
    }

    /// A text that does not begin with `{`: JSON of another kind, or no JSON.
    fn not_an_object(&mut self) -> Cut<Box<ReadError>> {
        let start = self.at;
        let is_first = self.next_index == 0 && self.headers.is_empty();
        let place = self.place_at(start);
        if is_first && self.scan_value(start).is_ok() {
            let text = self.buffer.get(start..self.at).unwrap_or_default();
            if syntax_fault(text).is_none() {
                return Ok(Box::new(ReadError::new(ReadErrorKind::NotGeoJson("not_an_object")).at(place)));
            }
        }
        self.at = start;
        Ok(self.syntax_here("expected an object"))
    }

    fn place_at(&self, offset: usize) -> TextPlace {
        self.place.after(self.buffer.get(..offset).unwrap_or(&self.buffer))
    }

    fn fault_here(&self, kind: ReadErrorKind) -> Box<ReadError> {
        Box::new(ReadError::new(kind).at(self.place_at(self.at)))
    }

    fn cut_here(&self) -> Box<ReadError> {
        self.fault_here(ReadErrorKind::CutOff)
    }

    fn syntax_here(&self, what: &str) -> Box<ReadError> {
        self.fault_here(ReadErrorKind::Syntax(what.to_owned()))
    }
}
