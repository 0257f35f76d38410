//! `<table>`: caption, header, rows, cells that span several places.

use super::blocks::Walker;
use super::tree::{Node, NodeId, Tree};
use crate::article::{Block, Body, Cell, Row, Span, Table, TableShape};
use crate::format::markdown::blocks::tidy;

/// Columns over which a row is cut off.
const MAX_COLUMNS: usize = 100;

/// Cells over which rows are no longer filled up with empty cells: a page of thousands of short
/// rows under one long one must not grow by the product.
const MAX_FILLED: usize = 50_000;

/// Bytes of text that cells spanning several places may add to a table. A page of a few kilobytes
/// can ask for gigabytes.
const MAX_REPEATED: usize = 1 << 20;

/// True if a table only arranges the page: its cells hold headings or tables of their own.
pub(super) fn is_layout(tree: &Tree, id: NodeId) -> bool {
    let node = &tree.nodes[id];
    matches!(node.attribute("role"), Some("presentation" | "none"))
        || tree.holds(id, &["table", "h1", "h2", "h3", "h4"])
        || cell_count(tree, id) <= 1
}

fn cell_count(tree: &Tree, id: NodeId) -> usize {
    let rows = rows_of(tree, id);
    let cells = rows.iter().map(|&row| cells_of(tree, row).count());
    cells.sum()
}

/// Reads a table of data.
pub(super) fn read(walker: &mut Walker<'_>, id: NodeId) -> Option<Block> {
    let tree = walker.tree;
    let mut grid = Grid::default();
    for row in rows_of(tree, id) {
        grid.row(walker, row);
    }
    let caption = tree.nodes[id]
        .children
        .iter()
        .find(|&&child| tree.nodes[child].name == "caption")
        .map(|&caption| tidy(&tree.text(caption)))
        .filter(|caption| !caption.is_empty());
    let (header, rows) = grid.finish();
    if rows.is_empty() && header.is_empty() {
        return None;
    }
    let span = (walker.locate)(tree.nodes[id].span.clone());
    let body = Body::Table(Table {
        shape: TableShape::Html,
        caption,
        header,
        rows,
    });
    Some(Block { span, body })
}

/// The rows of a table, those of its groups included.
fn rows_of(tree: &Tree, id: NodeId) -> Vec<NodeId> {
    let mut rows = Vec::new();
    for &child in &tree.nodes[id].children {
        match tree.nodes[child].name.as_str() {
            "tr" => rows.push(child),
            "thead" | "tbody" | "tfoot" => {
                let inner = &tree.nodes[child].children;
                rows.extend(inner.iter().filter(|&&row| tree.nodes[row].name == "tr"));
            }
            _ => {}
        }
    }
    rows
}

fn cells_of(tree: &Tree, row: NodeId) -> impl Iterator<Item = NodeId> {
    let children = tree.nodes[row].children.iter().copied();
    children.filter(|&cell| matches!(tree.nodes[cell].name.as_str(), "td" | "th"))
}

/// Rows under way.
#[derive(Default)]
struct Grid {
    header: Vec<Cell>,
    rows: Vec<Row>,
    /// For each column, a cell from above that reaches down, and for how many rows more.
    reaching: Vec<Option<(usize, Cell)>>,
    /// Bytes of text repeated so far.
    repeated: usize,
}

impl Grid {
    fn row(&mut self, walker: &mut Walker<'_>, row: NodeId) {
        let tree = walker.tree;
        let mut cells = Vec::new();
        let mut all_headers = true;
        let own: Vec<NodeId> = cells_of(tree, row).collect();
        for &id in &own {
            self.fill_from_above(&mut cells);
            let node = &tree.nodes[id];
            all_headers &= node.name == "th";
            let cell = walker.cell(id);
            let down = number(node, "rowspan").saturating_sub(1);
            for place in 0..number(node, "colspan").min(MAX_COLUMNS) {
                if cells.len() < MAX_COLUMNS {
                    self.reach_down(cells.len(), down, &cell);
                    cells.push(if place == 0 {
                        cell.clone()
                    } else {
                        self.repeat(&cell)
                    });
                }
            }
        }
        self.fill_from_above(&mut cells);
        if cells.is_empty() {
            return;
        }
        let in_head = tree.nodes[tree.nodes[row].parent].name == "thead";
        let is_header = self.rows.is_empty() && !own.is_empty() && (in_head || all_headers);
        if is_header && self.header.is_empty() {
            self.header = cells;
        } else if is_header {
            self.deepen_header(cells);
        } else {
            let span = (walker.locate)(tree.nodes[row].span.clone());
            self.rows.push(Row { span, cells });
        }
    }

    /// A second header row names parts of the columns above: `Port` over `TCP` and `UDP`.
    fn deepen_header(&mut self, cells: Vec<Cell>) {
        for (index, cell) in cells.into_iter().enumerate() {
            match self.header.get_mut(index) {
                Some(above) if above.text != cell.text && !cell.text.is_empty() => {
                    above.text = tidy(&format!("{} {}", above.text, cell.text));
                    above.span = cell.span;
                }
                Some(_) => {}
                None => self.header.push(cell),
            }
        }
    }

    fn fill_from_above(&mut self, cells: &mut Vec<Cell>) {
        while let Some(Some((rows, cell))) = self.reaching.get_mut(cells.len()).map(Option::take) {
            cells.push(self.repeat(&cell));
            if rows > 1 {
                self.reaching[cells.len() - 1] = Some((rows - 1, cell));
            }
        }
    }

    /// The cell once more, without its text once too much has been repeated.
    fn repeat(&mut self, cell: &Cell) -> Cell {
        self.repeated += cell.text.len();
        if self.repeated <= MAX_REPEATED {
            return cell.clone();
        }
        Cell {
            text: String::new(),
            span: cell.span,
        }
    }

    fn reach_down(&mut self, column: usize, rows: usize, cell: &Cell) {
        if rows == 0 {
            return;
        }
        if self.reaching.len() <= column {
            self.reaching.resize(column + 1, None);
        }
        let cell = self.repeat(cell);
        self.reaching[column] = Some((rows, cell));
    }

    fn finish(mut self) -> (Vec<Cell>, Vec<Row>) {
        let widths = self.rows.iter().map(|row| row.cells.len());
        let columns = widths.chain([self.header.len()]).max().unwrap_or(0);
        let mut room = MAX_FILLED;
        let mut fill = |cells: &mut Vec<Cell>, end: Span| {
            let missing = (columns - cells.len()).min(room);
            room -= missing;
            let span = Span {
                start: end.end,
                end: end.end,
            };
            cells.extend((0..missing).map(|_| Cell {
                text: String::new(),
                span,
            }));
        };
        if let Some(last) = self.header.last().map(|cell| cell.span) {
            fill(&mut self.header, last);
        }
        for row in &mut self.rows {
            fill(&mut row.cells, row.span);
        }
        (self.header, self.rows)
    }
}

/// An attribute that counts places: at least 1.
fn number(node: &Node, attribute: &str) -> usize {
    let value = node.attribute(attribute);
    let parsed = value.and_then(|value| value.trim().parse().ok());
    parsed.unwrap_or(1).max(1)
}
