//! A long text is laid out in blocks, of which only those in sight are made,
//! and of which a keystroke changes one or two.

use std::sync::Arc;

use super::rows::Rows;
use crate::locale::borders::{self, is_border};

/// A block ends at the first good place after so many bytes …
const SHORTEST_BYTES: usize = 1_000;
/// … and at the latest after so many.
const LONGEST_BYTES: usize = 2_000;

/// A stretch of the text that is laid out by itself.
#[derive(Clone)]
pub(super) struct Block {
    /// Bytes of the text in it, a line break at its end included.
    pub len: usize,
    /// Line breaks in it.
    pub line_breaks: usize,
    /// How far it reaches along the text, in points: its height where rows
    /// are wrapped, its width on one row. A guess until it is laid out.
    pub extent: f32,
    /// Its rows, once they were needed.
    pub rows: Option<Arc<Rows>>,
}

/// Brings the `blocks` of the text `before` to those of `after`: only those in
/// which something changed are made anew, up to the first border that is still
/// a border.
pub(super) fn follow(blocks: &mut Vec<Block>, before: &str, after: &str, by_lines: bool) {
    let same_start = same_start(before, after);
    let same_end = same_end(before.get(same_start..), after.get(same_start..));
    let mut kept = Vec::with_capacity(blocks.len() + 2);
    let mut start = 0;
    let mut old = std::mem::take(blocks).into_iter().peekable();
    // What is added at the end of a block belongs to it.
    while let Some(block) = old.next_if(|block| start + block.len < same_start) {
        start += block.len;
        kept.push(block);
    }
    let mut old_start = start;
    loop {
        let rest = after.get(start..).unwrap_or_default();
        let len = next_len(rest, by_lines);
        let part = rest.get(..len).unwrap_or_default();
        let line_breaks = part.bytes().filter(|byte| *byte == b'\n').count();
        kept.push(Block { len, line_breaks, extent: 0.0, rows: None });
        start += len;
        if start >= after.len() {
            break;
        }
        if after.len() - start > same_end {
            continue;
        }
        // Where this place was before; what follows it is as it was.
        let place = before.len() - (after.len() - start);
        while let Some(block) = old.next_if(|_| old_start < place) {
            old_start += block.len;
        }
        if old_start == place && old.peek().is_some() {
            kept.extend(old);
            break;
        }
    }
    *blocks = kept;
}

fn same_start(before: &str, after: &str) -> usize {
    let mut same = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    while !before.is_char_boundary(same) || !after.is_char_boundary(same) {
        same -= 1;
    }
    same
}

fn same_end(before: Option<&str>, after: Option<&str>) -> usize {
    let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
    let mut same = before.bytes().rev().zip(after.bytes().rev()).take_while(|(a, b)| a == b).count();
    while !before.is_char_boundary(before.len() - same) || !after.is_char_boundary(after.len() - same) {
        same -= 1;
    }
    same
}

/// Bytes of the block with which `rest` begins.
fn next_len(rest: &str, by_lines: bool) -> usize {
    if rest.len() <= LONGEST_BYTES {
        return rest.len();
    }
    let window = rest.get(..rest.floor_char_boundary(LONGEST_BYTES)).unwrap_or(rest);
    if by_lines {
        let after_shortest = window.bytes().skip(SHORTEST_BYTES).position(|byte| byte == b'\n');
        let line_break = after_shortest.map(|at| at + SHORTEST_BYTES).or_else(|| window.rfind('\n'));
        if let Some(at) = line_break {
            return at + 1;
        }
    }
    after_a_word(window, rest).unwrap_or_else(|| after_a_grapheme(window, rest))
}

/// A place after a space, chosen by the word before it, so that the same
/// places are found again after something was put in before them.
fn after_a_word(window: &str, rest: &str) -> Option<usize> {
    let mut last = None;
    let from = window.ceil_char_boundary(SHORTEST_BYTES);
    for (at, space) in window.get(from..)?.match_indices(' ') {
        let end = from + at + space.len();
        if !is_border(rest, end) {
            continue;
        }
        let word = window.get(..end - 1).and_then(|text| text.rsplit(' ').next()).unwrap_or_default();
        last = Some(end);
        if word.bytes().fold(0_u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte)).is_multiple_of(16) {
            break;
        }
    }
    last
}

fn after_a_grapheme(window: &str, rest: &str) -> usize {
    if is_border(rest, window.len()) {
        return window.len();
    }
    match borders::previous(rest, window.len()) {
        // One single pile of marks.
        0 => borders::next(rest, 0),
        at => at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn blocks_of(text: &str, by_lines: bool) -> Vec<Block> {
        let mut blocks = Vec::new();
        follow(&mut blocks, "", text, by_lines);
        blocks
    }

    fn assert_covers(blocks: &[Block], text: &str) {
        assert_eq!(blocks.iter().map(|block| block.len).sum::<usize>(), text.len());
        let mut at = 0;
        for block in blocks {
            at += block.len;
            assert!(at == text.len() || is_border(text, at), "{at}");
        }
    }

    #[test]
    fn a_keystroke_in_a_long_text_changes_few_blocks() {
        let mut text: String = (0..12_000).map(|n| format!("کلمه{n} ")).collect();
        let mut blocks = blocks_of(&text, true);
        assert!(blocks.len() > 50);
        assert_covers(&blocks, &text);
        for block in &mut blocks {
            block.extent = 1.0;
        }
        let before = text.clone();
        let at = text.ceil_char_boundary(50_000);
        text.insert(at, 'ی');
        follow(&mut blocks, &before, &text, true);
        assert_covers(&blocks, &text);
        let anew = blocks.iter().filter(|block| block.extent == 0.0).count();
        assert!((1..=8).contains(&anew), "{anew} blocks were made anew");
    }

    #[test]
    fn a_block_ends_after_a_line_where_it_can() {
        let text = "یک خط\n".repeat(2_000);
        for block in blocks_of(&text, true) {
            assert!(block.len.is_multiple_of("یک خط\n".len()));
            assert_eq!(block.line_breaks, block.len / "یک خط\n".len());
        }
        let pile = format!("ا{}", "\u{64B}".repeat(5_000));
        assert_eq!(blocks_of(&pile, true).len(), 1);
    }

    proptest! {
        #[test]
        fn blocks_cover_every_text_also_after_changes(
            texts in prop::collection::vec("[a-c \n\u{64B}ا-ت]{0,900}", 1..6),
            copies in 1_usize..6,
        ) {
            let mut blocks = blocks_of("", true);
            let mut before = String::new();
            for text in texts {
                let after = text.repeat(copies);
                follow(&mut blocks, &before, &after, true);
                assert_covers(&blocks, &after);
                before = after;
            }
        }
    }
}
