//! segmentation -> claims with scopes, resolved against the outlet table; speakers; the chain behind each sentence.
