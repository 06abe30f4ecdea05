//! Columns for a person at a terminal.

use super::terminal;

/// On which side a column is flush.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flush {
    /// Words.
    Start,
    /// Figures.
    End,
}

/// Lines of one table: the headings, then the rows, every column as wide as its
/// widest cell. Each row has a cell for each heading.
pub(super) fn lines(headings: &[(String, Flush)], rows: &[Vec<String>]) -> Vec<String> {
    let widest = |at: usize, heading: &String| {
        let cells = rows.iter().filter_map(|row| row.get(at));
        cells.chain([heading]).map(|cell| width(cell)).max().unwrap_or(0)
    };
    let widths: Vec<usize> =
        headings.iter().enumerate().map(|(at, (heading, _))| widest(at, heading)).collect();
    let line = |cells: &mut dyn Iterator<Item = &String>| {
        let cells =
            cells.zip(&widths).zip(headings).map(|((cell, width), (_, flush))| padded(cell, *width, *flush));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let mut lines = vec![line(&mut headings.iter().map(|(heading, _)| heading))];
    lines.extend(rows.iter().map(|row| line(&mut row.iter())));
    lines
}

fn padded(cell: &str, columns: usize, flush: Flush) -> String {
    let room = " ".repeat(columns.saturating_sub(width(cell)));
    let cell = terminal::cell(cell);
    match flush {
        Flush::Start => format!("{cell}{room}"),
        Flush::End => format!("{room}{cell}"),
    }
}

/// Places a terminal gives to a text: joiners and marks above or below take none.
fn width(text: &str) -> usize {
    let takes_none = |c: &char| matches!(c, '\u{200B}'..='\u{200F}' | '\u{0300}'..='\u{036F}' | '\u{064B}'..='\u{065F}' | '\u{0670}');
    text.chars().filter(|c| !takes_none(c)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_their_headings() {
        let headings =
            [("No.".to_owned(), Flush::End), ("name".to_owned(), Flush::Start), ("m".to_owned(), Flush::End)];
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let lines = lines(&headings, &[row(["1", "قلعه\u{200C}نو", "5.0"]), row(["10", "a", "12.0"])]);
        let lines: Vec<_> = lines.iter().map(|line| terminal::written(line, false)).collect();
        assert_eq!(lines, ["No.  name       m", "  1  قلعه\u{200C}نو   5.0", " 10  a       12.0"]);
    }
}
