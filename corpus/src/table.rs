//! Tables drawn in text: boxes, aligned columns, pipes, run-together rows.
