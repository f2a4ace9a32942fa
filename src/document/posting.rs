//! A seed of an article as matching sorts it.

/// A seed with what stands around it: hash (48 bits) and context before and after (8 bits each) in one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting {
    /// Hash and context.
    pub key: u64,
    /// Rank of the article.
    pub article: u32,
    /// First byte of the seed in the matching form of the body; [`Self::NOWHERE`] for one that only a quote has.
    pub position: u32,
}

impl Posting {
    /// Bits of a key that hold the context; the others hold the hash.
    pub const CONTEXT_BITS: u32 = 16;
    /// Bits of the hash that a key holds: its first ones.
    pub const HASH_BITS: u32 = u64::BITS - Self::CONTEXT_BITS;
    /// The place of a seed that proposes no pair and is kept for who looks texts up.
    pub const NOWHERE: u32 = u32::MAX;

    /// A seed of a quote, of which `hash` is the whole hash.
    #[inline]
    pub fn of_quote(hash: u64, article: u32) -> Self {
        Self {
            key: hash >> Self::CONTEXT_BITS << Self::CONTEXT_BITS,
            article,
            position: Self::NOWHERE,
        }
    }

    /// The first [`Self::HASH_BITS`] bits of the hash.
    #[inline]
    pub fn hash(self) -> u64 {
        self.key >> Self::CONTEXT_BITS
    }

    /// The context.
    #[inline]
    pub fn context(self) -> u64 {
        self.key & ((1 << Self::CONTEXT_BITS) - 1)
    }

    /// True for a seed of the body.
    #[inline]
    pub fn is_placed(self) -> bool {
        self.position != Self::NOWHERE
    }

    /// True where what stands before both, or what stands behind both, is the same.
    #[inline]
    pub fn shares_context(self, other: Self) -> bool {
        let differing = self.key ^ other.key;
        differing & 0xFF == 0 || differing & 0xFF00 == 0
    }

    /// What postings are sorted by: holders of one seed stand together, by rank.
    #[inline]
    pub fn order(self) -> (u64, u32, u32) {
        (self.hash(), self.article, self.position)
    }
}
