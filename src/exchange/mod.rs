//! Other people's formats: a stream of features and verdicts.
