-- One vacancy in several places, or published again: its postings are jobs of one vacancy, and one of them is shown.

-- The folded employer and title: only jobs of one key can be one vacancy. Empty for jobs from before, until
-- they change.
ALTER TABLE jobs ADD COLUMN vacancy_key TEXT NOT NULL DEFAULT '';
-- Which vacancy it is of. NULL is one of its own.
ALTER TABLE jobs ADD COLUMN vacancy_id UUID;
-- Places of the others, on the one that is shown, as written and folded for the search box.
ALTER TABLE jobs ADD COLUMN also_in JSONB NOT NULL DEFAULT '[]';
ALTER TABLE jobs ADD COLUMN also_in_text TEXT NOT NULL DEFAULT '';
UPDATE jobs SET vacancy_id = COALESCE(duplicate_of, id);
CREATE INDEX jobs_by_vacancy ON jobs (vacancy_id);
CREATE INDEX jobs_by_vacancy_key ON jobs (source_id, vacancy_key) WHERE closed_at IS NULL AND duplicate_of IS NULL;

-- The vacancy at the moment it was applied to; NULL for what was begun before.
ALTER TABLE applications ADD COLUMN vacancy_id UUID;
-- The person knew of another application to the vacancy and wanted this one too.
ALTER TABLE applications ADD COLUMN another_place BOOLEAN NOT NULL DEFAULT FALSE;
-- The database itself refuses a second application to a vacancy that nobody decided on.
CREATE UNIQUE INDEX one_place ON applications (user_id, vacancy_id) WHERE NOT another_place;
