//! From byte offsets to line numbers.

/// Where the lines of a text begin.
pub(super) struct Lines {
    starts: Vec<u32>,
}

impl Lines {
    /// The lines of a text. A line ends in a line feed, or in a carriage return alone.
    pub(super) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let ends = (0..bytes.len()).filter(|&at| match bytes[at] {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        let starts = ends.map(|at| u32::try_from(at + 1).unwrap_or(u32::MAX));
        Self {
            starts: std::iter::once(0).chain(starts).collect(),
        }
    }

    /// The line of a byte offset, counted from 1.
    pub(super) fn line(&self, offset: u32) -> u32 {
        let line = self.starts.partition_point(|&start| start <= offset);
        u32::try_from(line.max(1)).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_count_from_one_whatever_ends_them() {
        let lines = Lines::of("a\nbb\r\nc\rd");
        let seen: Vec<u32> = (0..9).map(|offset| lines.line(offset)).collect();
        assert_eq!(seen, [1, 1, 2, 2, 2, 2, 3, 3, 4]);
        assert_eq!(Lines::of("").line(7), 1);
    }
}
