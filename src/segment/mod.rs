//! record -> articles, blocks, named parts of lines, quotes.
