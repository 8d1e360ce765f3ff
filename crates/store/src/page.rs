//! Lists in pages.

use serde::Serialize;

/// Which page of a list is wanted.
#[derive(Clone, Debug, Default)]
pub struct PageRequest {
    /// How many rows, from 1 to [`MAX_LIMIT`]; 0 means [`DEFAULT_LIMIT`].
    pub limit: u32,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// A page of a list.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page begins; `None` at the end.
    pub next_cursor: Option<String>,
}

/// Rows in a page when nothing else is asked for.
pub const DEFAULT_LIMIT: u32 = 50;
/// The most rows in a page.
pub const MAX_LIMIT: u32 = 200;

impl PageRequest {
    pub(crate) fn limit(&self) -> i64 {
        match self.limit {
            0 => i64::from(DEFAULT_LIMIT),
            limit => i64::from(limit.min(MAX_LIMIT)),
        }
    }

    /// How many rows come before this page. Cursors of lists that are short (one person's rows) are
    /// offsets; a cursor that is not a number begins at the start.
    pub(crate) fn offset(&self) -> i64 {
        self.cursor.as_deref().and_then(|cursor| cursor.parse().ok()).unwrap_or(0).max(0)
    }
}

impl<T> Page<T> {
    /// A page from `rows`, which were read with one row more than the limit.
    pub(crate) fn cut(rows: Vec<T>, request: &PageRequest) -> Self {
        Self::cut_after(rows, request, |_| (request.offset() + request.limit()).to_string())
    }

    /// The same of a list whose cursor names the last row of a page, so that what comes or goes does not shift the pages.
    pub(crate) fn cut_after(
        mut rows: Vec<T>,
        request: &PageRequest,
        cursor_of: impl FnOnce(&T) -> String,
    ) -> Self {
        let limit = usize::try_from(request.limit()).expect("the limit is small and positive");
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next_cursor = rows.last().filter(|_| more).map(cursor_of);
        Self { items: rows, next_cursor }
    }

    /// The same page with each row turned into something else.
    pub(crate) fn map<U>(self, each: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(each).collect(), next_cursor: self.next_cursor }
    }

    /// The same where that can fail.
    pub fn try_map<U, E>(self, each: impl FnMut(T) -> Result<U, E>) -> Result<Page<U>, E> {
        let items = self.items.into_iter().map(each).collect::<Result<_, _>>()?;
        Ok(Page { items, next_cursor: self.next_cursor })
    }
}
