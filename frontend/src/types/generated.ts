/** Generated from the server’s OpenAPI by `cargo xtask codegen`. Do not edit. */
export interface paths {
    "/api/v1/analytics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The numbers of the person's job search, counted now. */
        get: operations["get_analytics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the person answered once, newest first. */
        get: operations["get_answers"];
        /** Remember an answer; the same question in the same country is answered anew. */
        put: operations["put_answers"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/answers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Answer a remembered question anew. */
        put: operations["put_answers_id"];
        post?: never;
        /** Forget an answer. */
        delete: operations["delete_answers_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The applications, newest change first. */
        get: operations["get_applications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Apply for a job. A second time for the same job gives the application there is; for the same vacancy in another
         *     place it is refused until `another_place` says that both are wanted.
         */
        post: operations["post_applications_apply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Apply for several jobs at once. Each is reviewed and approved by itself. */
        post: operations["post_applications_batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything about an application. */
        get: operations["get_applications_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer questions of the form. */
        post: operations["post_applications_id_answers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve exactly what was seen; it is filled once more and sent if it is still the same. */
        post: operations["post_applications_id_approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End an application before it is sent. */
        post: operations["post_applications_id_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask the language model for a draft of one answer. It becomes an answer only when the person gives it as theirs. */
        post: operations["post_applications_id_draft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide about an application of which Jobwire is not sure. */
        post: operations["post_applications_id_resolve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try again what was not sent. */
        post: operations["post_applications_id_retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The documents that will be sent, line by line beside what the profile states. About exactly the content whose
         *     hash it carries; empty before the form was filled.
         */
        get: operations["get_applications_id_review"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The live steps of all runs, oldest first. */
        get: operations["get_applications_id_steps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Note that the person withdrew. */
        post: operations["post_applications_id_withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in. */
        post: operations["post_auth_login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign out; every live connection of the session is closed. */
        post: operations["post_auth_logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in. */
        get: operations["get_auth_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make an account and sign in. */
        post: operations["post_auth_register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The API tokens; the tokens themselves are not shown again. */
        get: operations["get_auth_tokens"];
        put?: never;
        /** Make an API token; it is shown this once. */
        post: operations["post_auth_tokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete an API token; connections made with it are closed. */
        delete: operations["delete_auth_tokens_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/autopilot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The autopilot; off at first. */
        get: operations["get_autopilot"];
        /**
         * Turn the autopilot on or off, pause it, or change what it may do. Unless it is on afterwards, what it approved and
         *     is not on its way yet waits for the person again.
         */
        put: operations["put_autopilot"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/autopilot/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What it did and why it held back, newest first. */
        get: operations["get_autopilot_log"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The batches, newest first. */
        get: operations["get_batches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/batches/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A batch with its applications. */
        get: operations["get_batches_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/batches/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a batch. Runs under way come to their next state; nothing of it is begun or sent until it is resumed, approved
         *     forms neither.
         */
        post: operations["post_batches_id_pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/batches/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on with a paused batch. */
        post: operations["post_batches_id_resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/documents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A stored file. */
        get: operations["get_documents_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/interviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The interviews, by date. */
        get: operations["get_interviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/interviews/calendar.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The interviews as a calendar file (RFC 5545). */
        get: operations["get_interviews_calendar_ics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search jobs, newest first. */
        get: operations["get_jobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A job with its score and the person's application. */
        get: operations["get_jobs_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/second-reading": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have one job read again by the language model. */
        post: operations["post_jobs_id_second-reading"];
        /** Stop the second reading of a job, or throw it away. */
        delete: operations["delete_jobs_id_second-reading"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mailboxes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The person's mailboxes. */
        get: operations["get_mailboxes"];
        put?: never;
        /** Watch a mailbox. The same place again replaces the password. */
        post: operations["post_mailboxes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mailboxes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** No longer watch a mailbox, and forget its password. What was read from it stays. */
        delete: operations["delete_mailboxes_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mailboxes/{id}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read a mailbox now. */
        post: operations["post_mailboxes_id_sync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matching/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the person said about jobs, the newest first. */
        get: operations["get_matching_feedback"];
        put?: never;
        /** Hide a job, ask for more or less like it, exclude its employer, or take that back. */
        post: operations["post_matching_feedback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matching/scores": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The matches, best first. */
        get: operations["get_matching_scores"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matching/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start matching: every open job of the followed boards is scored, and new ones as they appear. */
        post: operations["post_matching_start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matching/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether matching runs and how far it is. */
        get: operations["get_matching_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matching/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop matching; the matches stay. */
        post: operations["post_matching_stop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matching/weights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Move how much each part of a score counts; the next ranking follows at once. */
        put: operations["put_matching_weights"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matching/what-if": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which missing skill, if learned, would lift the most matches over a line: that of good ones, or a lower one where few are good. */
        get: operations["get_matching_what-if"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/observations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was seen in mailboxes and on pages, newest first. */
        get: operations["get_observations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/observations/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say which application a mail belongs to; what it says is applied to it. */
        post: operations["post_observations_id_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/observations/{id}/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that a mail belongs to no application. */
        post: operations["post_observations_id_dismiss"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The profile; an empty one of version 0 at first. */
        get: operations["get_profile"];
        /** Replace the profile. Matches are scored again at once. */
        put: operations["put_profile"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fill the profile from a resume. What the person is looking for stays as it is. */
        post: operations["post_profile_resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/realtime/ticket": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a ticket that opens one live connection, for clients that can send neither cookie nor header. */
        post: operations["post_realtime_ticket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/second-readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The second readings, the one asked for last first. */
        get: operations["get_second-readings"];
        put?: never;
        /** Have the best matches read again by the language model, one after the other; those that are read and fresh stay. */
        post: operations["post_second-readings"];
        /** Stop what is in line or being read. */
        delete: operations["delete_second-readings"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/snapshot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything the live page shows. The cursor is read before the data, so that nothing falls in between. */
        get: operations["get_snapshot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The boards the person follows. */
        get: operations["get_sources"];
        put?: never;
        /** Follow a board; what it is is found out from its address. */
        post: operations["post_sources"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sources/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** No longer follow a board; its matches go away. */
        delete: operations["delete_sources_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sources/{id}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read a board now. */
        post: operations["post_sources_id_sync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the parts of the system are. */
        get: operations["get_system_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened, newest first. */
        get: operations["get_tracking_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many applications are where. */
        get: operations["get_tracking_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AddSource: {
            /** @description The address of a board, as a person would copy it from the browser. */
            url: string;
        };
        /** @description A person's numbers. Rates are from 0 to 1 and `None` where there is nothing to divide by. */
        Analytics: {
            /**
             * Format: int64
             * @description Sent applications with any answer beyond an acknowledgement.
             */
            answered: number;
            /**
             * Format: int64
             * @description Applications begun, whatever became of them.
             */
            applications: number;
            /**
             * Format: int64
             * @description Applications that were sent.
             */
            applied: number;
            /**
             * Format: date-time
             * @description When this was counted.
             */
            counted_at: string | null;
            /** @description Applications sent and answers received per day, oldest first, at most 30 days. */
            daily: components["schemas"]["DailyCount"][];
            /** @description How many applications are in each state and stage; the funnel. */
            funnel: components["schemas"]["FunnelStep"][];
            /**
             * Format: int64
             * @description Applications that reached an interview.
             */
            interviews: number;
            /**
             * Format: int64
             * @description Open jobs that matched.
             */
            matches: number;
            /**
             * Format: double
             * @description Median hours from sending to the first answer beyond an acknowledgement.
             */
            median_hours_to_answer: number | null;
            /**
             * Format: int64
             * @description Applications that reached an offer.
             */
            offers: number;
            /**
             * Format: int64
             * @description Applications that were rejected.
             */
            rejected: number;
            /**
             * Format: double
             * @description `answered / applied`.
             */
            response_rate: number | null;
        };
        /** @description An answer the person gave once, kept for the next form that asks the same. */
        Answer: {
            /** @description The country the answer holds for (ISO 3166-1 alpha-2), for legal questions. */
            country: string | null;
            /**
             * @description Whether the person prefers not to say. Where a form offers such a choice it is taken, and a question that may
             *     stay empty stays empty.
             */
            declines: boolean;
            /** @description Its id. */
            id: components["schemas"]["AnswerId"];
            /** @description What the question means, in the vocabulary of field meanings (e.g. `work_authorization`). */
            meaning: string;
            /** @description The question as it was asked. */
            question: string;
            /**
             * Format: date-time
             * @description When the person gave it.
             */
            stated_at: string;
            /** @description The answer. */
            text: string;
        };
        /** @description A suggestion by a language model: to be checked, changed or thrown away. It is stored nowhere and sent nowhere. */
        AnswerDraft: {
            /** @description The field it is for. */
            field: string;
            /** @description The statements of the profile it was made from. */
            from: string[];
            /** @description The model that wrote it. */
            model: string;
            /** @description The text. */
            text: string;
        };
        /**
         * Format: uuid
         * @description A remembered answer to a form question.
         *
         *     A UUID version 7 when made by Jobwire, so that ids sort by the time they were made.
         */
        AnswerId: string;
        /** @description Where an answer comes from. */
        AnswerOrigin: {
            /** @enum {string} */
            from: "profile";
            /** @description JSON Resume path. */
            path: string;
        } | {
            /** @description Which. */
            answer_id: components["schemas"]["AnswerId"];
            /** @description The question it was given to, when that was put in other words. */
            asked: string | null;
            /** @description Whether the two questions were only recognised as the same by their words. */
            by_likeness: boolean;
            /** @enum {string} */
            from: "bank";
            /**
             * Format: date-time
             * @description When it was given.
             */
            stated_at: string;
        } | {
            /** @enum {string} */
            from: "document";
        } | {
            /** @enum {string} */
            from: "person";
        } | {
            /** @enum {string} */
            from: "rule";
            /** @description Which rule, as a sentence. */
            rule: string;
        } | {
            /** @enum {string} */
            from: "unanswered";
            /** @description Why Jobwire does not answer by itself, as a sentence. */
            why: string;
        };
        Answers: {
            answers: components["schemas"]["FieldValue"][];
            /** @description Keep them for other forms. */
            remember: boolean;
        };
        /** @description A bearer token of a program; the token itself is shown once and never stored. */
        ApiToken: {
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * Format: date-time
             * @description When it was last used.
             */
            last_used_at: string | null;
            /** @description What the person calls it. */
            name: string;
        };
        /** @description An application. */
        Application: {
            /** @description Whether documents are tailored to this job. */
            auto_customize: boolean;
            batch_id: components["schemas"]["BatchId"] | null;
            /** @description Whether the autopilot began it. */
            by_autopilot: boolean;
            /** @description The employer when it was chosen. */
            company: string;
            /**
             * Format: date-time
             * @description When it was begun.
             */
            created_at: string;
            evidence_level: components["schemas"]["EvidenceLevel"] | null;
            /** @description Whether links that lead away from the posting's site are followed. */
            follow_external_links: boolean;
            /** @description Its id. */
            id: components["schemas"]["ApplicationId"];
            /** @description The job. */
            job_id: components["schemas"]["JobId"];
            /** @description The job's title when it was chosen. */
            job_title: string;
            /**
             * Format: date-time
             * @description When its state or stage last changed.
             */
            lastUpdate: string;
            /**
             * Format: date-time
             * @description When something happens by itself, if it does.
             */
            next_action_at: string | null;
            /** @description What happens next, as a sentence. */
            next_step: string;
            /** @description How far the present run is. */
            progress: components["schemas"]["Progress"];
            reason: components["schemas"]["StateReason"] | null;
            /** @description The employer's side. */
            stage: components["schemas"]["Stage"];
            /** @description Our side. */
            status: components["schemas"]["State"];
            /**
             * Format: date-time
             * @description When it was sent.
             */
            submitted_at: string | null;
            /**
             * Format: int64
             * @description Grows by one with each change; a client sends it back to say what it saw.
             */
            version: number;
        };
        /** @description The application after what was asked. */
        ApplicationAnswer: {
            application: components["schemas"]["Application"];
            success: boolean;
        };
        /** @description The application was sent. */
        ApplicationCompleted: {
            /** @description Which. */
            application_id: components["schemas"]["ApplicationId"];
            /** @description How sure it is. */
            evidence_level: components["schemas"]["EvidenceLevel"];
            /** @description Its job. */
            job_id: components["schemas"]["JobId"];
        };
        /** @description Everything about an application. */
        ApplicationDetail: {
            /** @description What the person may do now. */
            allowed: string[];
            application: components["schemas"]["Application"];
            /** @description Whether the person approved exactly this. */
            approved: boolean;
            attempts: components["schemas"]["Attempt"][];
            documents: components["schemas"]["Document"][];
            /** @description The fields a draft can be asked for now; none when no language model is set up. */
            draftable: string[];
            evidence: components["schemas"]["Evidence"][];
            /** @description By date. */
            interviews: components["schemas"]["Interview"][];
            job: components["schemas"]["Job"] | null;
            /** @description What was seen of the employer's answer, newest first. */
            observations: components["schemas"]["Observation"][];
            snapshot: components["schemas"]["Snapshot"] | null;
            /** @description What an approval is bound to. */
            snapshot_sha256: string | null;
        };
        /** @description The apply process ended without sending, or needs the person. */
        ApplicationFailed: {
            /** @description Which. */
            application_id: components["schemas"]["ApplicationId"];
            /** @description Its job. */
            job_id: components["schemas"]["JobId"];
            /** @description Why, and what to do. */
            reason: components["schemas"]["StateReason"];
            /** @description The state it ended in. */
            status: components["schemas"]["State"];
        };
        /**
         * Format: uuid
         * @description One person's application to one job.
         *
         *     A UUID version 7 when made by Jobwire, so that ids sort by the time they were made.
         */
        ApplicationId: string;
        /** @description A live step of a run. */
        ApplicationProgress: {
            /** @description Which. */
            application_id: components["schemas"]["ApplicationId"];
            /**
             * Format: int32
             * @description From 0 to 100.
             */
            percent: number;
            screenshot_id: components["schemas"]["DocumentId"] | null;
            /** @description The step, as a short phrase. */
            step: string;
            /**
             * Format: int64
             * @description The number of the step within the run, from 1.
             */
            step_no: number;
        };
        /** @description An application's state or stage changed. */
        ApplicationStatusChange: {
            /** @description Which. */
            application_id: components["schemas"]["ApplicationId"];
            /** @description Its job. */
            job_id: components["schemas"]["JobId"];
            previous_stage: components["schemas"]["Stage"] | null;
            previous_status: components["schemas"]["State"] | null;
            reason: components["schemas"]["StateReason"] | null;
            /** @description Who caused it. */
            source: components["schemas"]["Channel"];
            /** @description The employer's side now. */
            stage: components["schemas"]["Stage"];
            /** @description Our side now. */
            status: components["schemas"]["State"];
            /**
             * Format: int64
             * @description The application's version after the change.
             */
            version: number;
        };
        Apply: {
            /** @description Apply although there is an application to the same vacancy in another place. */
            another_place: boolean;
            /** @description Tailor the resume and write a letter for this job. */
            auto_customize: boolean;
            /** @description Follow links that lead away from the posting's site. */
            follow_external_links: boolean;
            job_id: components["schemas"]["JobId"];
        };
        ApplyBatch: {
            auto_customize: boolean;
            follow_external_links: boolean;
            /** @description 1 to 50, each once. */
            job_ids: components["schemas"]["JobId"][];
        };
        Approve: {
            /** @description The hash of what was seen. */
            snapshot_sha256: string;
        };
        AskForDraft: {
            /** @description The field's name in the snapshot; one of the application's `draftable`. */
            field: string;
        };
        /**
         * @description A family of application forms.
         * @enum {string}
         */
        Ats: "greenhouse" | "lever" | "ashby" | "workable" | "smart_recruiters" | "recruitee" | "teamtailor" | "personio" | "bamboo_hr" | "icims" | "workday" | "other";
        /** @description One try at sending. */
        Attempt: {
            /**
             * Format: date-time
             * @description When it was armed.
             */
            armed_at: string;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * Format: int32
             * @description Its number, from 1.
             */
            no: number;
            /** @description How it ended. */
            outcome: string | null;
            /**
             * Format: date-time
             * @description When its request was let go; `None` when nothing left the machine.
             */
            released_at: string | null;
            /**
             * Format: date-time
             * @description When a person declared it not received.
             */
            voided_at: string | null;
        };
        /**
         * @description What the autopilot did.
         * @enum {string}
         */
        AutopilotAct: "started" | "approved" | "held_back";
        /** @description The autopilot as it is. */
        AutopilotAnswer: {
            /**
             * Format: int64
             * @description Forms it approved within 24 hours.
             */
            approved: number;
            mode: components["schemas"]["AutopilotMode"];
            /**
             * Format: date-time
             * @description Only jobs that became known after this are begun by themselves.
             */
            on_since: string | null;
            rules: components["schemas"]["AutopilotRules"];
            /**
             * Format: int64
             * @description Applications it began within 24 hours.
             */
            started: number;
            /**
             * Format: int64
             * @description Send it back when changing it.
             */
            version: number;
        };
        /** @description A line of the autopilot's log. */
        AutopilotEntry: {
            /** @description What it did. */
            act: components["schemas"]["AutopilotAct"];
            application_id: components["schemas"]["ApplicationId"] | null;
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description Why, as a stable word: `match`, `all_known`, `daily_limit`, `employer_limit`, `questions_open`, … */
            code: string;
            /** @description The employer then. */
            company: string;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            job_id: components["schemas"]["JobId"] | null;
            /** @description The job's title then. */
            job_title: string;
            /** @description Why, as a sentence. */
            sentence: string;
        };
        /**
         * @description Whether the autopilot acts.
         * @enum {string}
         */
        AutopilotMode: "off" | "on" | "paused";
        /** @description What the person allows. */
        AutopilotRules: {
            /** @description Whether documents are tailored. */
            auto_customize: boolean;
            /**
             * Format: int32
             * @description How many applications it begins, and how many it approves, within 24 hours.
             */
            daily_limit: number;
            /**
             * Format: int32
             * @description How many applications an employer gets within 30 days, those of the person's own included.
             */
            employer_limit: number;
            /** @description Whether links that lead away from the posting's site are followed. */
            follow_external_links: boolean;
            /**
             * Format: double
             * @description The least score, from 0.5 to 1.
             */
            min_score: number;
            /** @description The boards; none means that nothing is allowed. */
            source_ids: components["schemas"]["SourceId"][];
        };
        /** @description Name, contact and summary. */
        Basics: {
            /**
             * @description E-mail address.
             * @default
             */
            email: string;
            /**
             * @description The headline, usually the current or wanted job title.
             * @default
             */
            label: string;
            /**
             * @description Where the person lives.
             * @default {
             *       "address": "",
             *       "city": "",
             *       "countryCode": "",
             *       "postalCode": "",
             *       "region": ""
             *     }
             */
            location: components["schemas"]["Location"];
            /**
             * @description The full name.
             * @default
             */
            name: string;
            /**
             * @description Telephone number as the person writes it.
             * @default
             */
            phone: string;
            /**
             * @description Accounts elsewhere: LinkedIn, GitHub, …
             * @default []
             */
            profiles: components["schemas"]["NetworkProfile"][];
            /**
             * @description A short text about the person.
             * @default
             */
            summary: string;
            /**
             * @description Personal web site.
             * @default
             */
            url: string;
        };
        /** @description Applications that were begun together. */
        Batch: {
            /** @description What the person may do now: `pause` or `resume`. */
            allowed: string[];
            /**
             * Format: date-time
             * @description When it was begun.
             */
            created_at: string;
            /** @description Its id. */
            id: components["schemas"]["BatchId"];
            /**
             * Format: int32
             * @description How many applications it has.
             */
            jobs: number;
            /** @description What happens next, as a sentence. */
            next_step: string;
            /**
             * Format: date-time
             * @description Since when nothing of it is begun or sent; `None` while it goes on.
             */
            paused_at: string | null;
            /**
             * Format: int32
             * @description How much of Jobwire's part is done, from 0 to 100. What waits for the person counts as done.
             */
            percent: number;
            /** @description How many are in which state; states without any are left out. */
            states: components["schemas"]["StateCount"][];
        };
        BatchAnswer: {
            /** @description In the order of the jobs. */
            applications: components["schemas"]["Application"][];
            batch: components["schemas"]["Batch"];
            batch_id: components["schemas"]["BatchId"];
            /** @description Chosen jobs that are not part of it. */
            skipped: components["schemas"]["SkippedJob"][];
        };
        /** @description A batch and its applications. */
        BatchDetail: {
            /** @description Newest change first. */
            applications: components["schemas"]["Application"][];
            batch: components["schemas"]["Batch"];
        };
        /**
         * Format: uuid
         * @description Applications that were begun together.
         *
         *     A UUID version 7 when made by Jobwire, so that ids sort by the time they were made.
         */
        BatchId: string;
        /** @description A certificate or licence. */
        Certificate: {
            /**
             * @description When it was issued.
             * @default
             */
            date: string;
            /**
             * @description Who issued it.
             * @default
             */
            issuer: string;
            /**
             * @description What it certifies.
             * @default
             */
            name: string;
            /**
             * @description Where it can be checked.
             * @default
             */
            url: string;
        };
        ChangeAnswer: {
            /** @description The person prefers not to say: where a form offers such a choice it is taken. */
            declines: boolean;
            /** @description The answer. Left out by who prefers not to say. */
            text: string;
        };
        /**
         * @description Where something was seen, or who said it.
         * @enum {string}
         */
        Channel: "system" | "user" | "email" | "ats" | "web";
        /**
         * @description A check a candidate has to pass.
         * @enum {string}
         */
        Clearance: "criminal_record" | "background" | "baseline" | "security_check" | "developed_vetting" | "public_trust" | "secret" | "top_secret" | "security" | "citizenship";
        /** @description What a client says. */
        ClientMessage: {
            cursor: components["schemas"]["Cursor"] | null;
            /** @description Which. */
            events: components["schemas"]["EventFilter"];
            /** @enum {string} */
            type: "subscribe";
        } | {
            /** @description Which. */
            events: components["schemas"]["EventFilter"];
            /** @enum {string} */
            type: "unsubscribe";
        } | {
            /** @enum {string} */
            type: "pong";
        } | {
            /** @enum {string} */
            type: "ping";
        };
        Confirm: {
            /** @description The application it belongs to. */
            application_id: components["schemas"]["ApplicationId"];
        };
        /** @description The state of a connection. */
        ConnectionStatus: {
            /** @description `connected` or `disconnected`. */
            status: string;
        };
        /** @description An API token with the token itself, which is shown this once. */
        CreatedToken: components["schemas"]["ApiToken"] & {
            /** @description Send it as `Authorization: Bearer …`. */
            token: string;
        };
        /** @description Who signs in. */
        Credentials: {
            /** @description E-mail address. */
            email: string;
            /** @description At least 10 characters. */
            password: string;
        };
        /** @description Where a client is in its log. */
        Cursor: {
            /** @description The epoch of the log it was read from. */
            epoch: string;
            /**
             * Format: int64
             * @description The last number it has.
             */
            seq: number;
        };
        /** @description The numbers of one day. */
        DailyCount: {
            /**
             * Format: int64
             * @description Answers received.
             */
            answered: number;
            /**
             * Format: int64
             * @description Applications sent.
             */
            applied: number;
            /** @description The day (UTC) as `YYYY-MM-DD`. */
            day: string;
        };
        /** @description A stored file without its bytes. */
        Document: {
            /**
             * Format: date-time
             * @description When it was stored.
             */
            created_at: string;
            /** @description The name a person sees. */
            file_name: string;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description `resume`, `tailored_resume`, `cover_letter`, `screenshot` or `page`. */
            kind: string;
            /** @description Its media type. */
            media_type: string;
            /** @description Hash of the bytes, hexadecimal. */
            sha256: string;
            /**
             * Format: int64
             * @description In bytes.
             */
            size: number;
        };
        /**
         * Format: uuid
         * @description A stored file: a resume, a letter, a screenshot.
         *
         *     A UUID version 7 when made by Jobwire, so that ids sort by the time they were made.
         */
        DocumentId: string;
        /** @description A school. */
        Education: {
            /**
             * @description Field of study.
             * @default
             */
            area: string;
            /**
             * @description Courses.
             * @default []
             */
            courses: string[];
            /**
             * @description Last day.
             * @default
             */
            endDate: string;
            /**
             * @description The school.
             * @default
             */
            institution: string;
            /**
             * @description Grade.
             * @default
             */
            score: string;
            /**
             * @description First day.
             * @default
             */
            startDate: string;
            /**
             * @description The degree, e.g. `Bachelor`.
             * @default
             */
            studyType: string;
        };
        /**
         * @description Form of employment.
         * @enum {string}
         */
        EmploymentType: "full_time" | "part_time" | "contract" | "temporary" | "internship";
        /** @description An event as it travels: `{"type", "seq", "at", "data"}`. */
        Envelope: components["schemas"]["Event"] & {
            /**
             * Format: date-time
             * @description When it happened.
             */
            at: string;
            /**
             * Format: int64
             * @description The sequence number; absent on ephemeral events.
             */
            seq?: number | null;
        };
        /** @description What happened. */
        Event: {
            /** @description The connection's state changed. Made by the server for one connection, or by the client. */
            data: components["schemas"]["ConnectionStatus"];
            /** @enum {string} */
            type: "connection_status";
        } | {
            /** @description Matching was started. */
            data: components["schemas"]["MatchingStarted"];
            /** @enum {string} */
            type: "matching_started";
        } | {
            /** @description Matching was stopped. */
            data: components["schemas"]["MatchingStopped"];
            /** @enum {string} */
            type: "matching_stopped";
        } | {
            /** @description Matches appeared, changed or went away. */
            data: components["schemas"]["JobMatchUpdate"];
            /** @enum {string} */
            type: "job_match_update";
        } | {
            /** @description An application's state or stage changed, whoever caused it. */
            data: components["schemas"]["ApplicationStatusChange"];
            /** @enum {string} */
            type: "application_status_change";
        } | {
            /** @description The apply process finished: the application was sent. */
            data: components["schemas"]["ApplicationCompleted"];
            /** @enum {string} */
            type: "application_completed";
        } | {
            /** @description The apply process ended without sending, or needs the person. */
            data: components["schemas"]["ApplicationFailed"];
            /** @enum {string} */
            type: "application_failed";
        } | {
            /** @description A batch came further, was paused or resumed. */
            data: components["schemas"]["Batch"];
            /** @enum {string} */
            type: "batch_update";
        } | {
            /** @description A live step of a run. Ephemeral. */
            data: components["schemas"]["ApplicationProgress"];
            /** @enum {string} */
            type: "application_progress";
        } | {
            /** @description An interview was set, moved or called off. */
            data: components["schemas"]["InterviewScheduled"];
            /** @enum {string} */
            type: "interview_scheduled";
        } | {
            /** @description The numbers changed. Ephemeral. */
            data: components["schemas"]["Analytics"];
            /** @enum {string} */
            type: "analytics_update";
        } | {
            /** @description Something the person should know. */
            data: components["schemas"]["SystemNotification"];
            /** @enum {string} */
            type: "system_notification";
        } | {
            /** @description A source was read, failed or changed. Ephemeral. */
            data: components["schemas"]["Source"];
            /** @enum {string} */
            type: "source_update";
        } | {
            /** @description A part of the system changed its health. Ephemeral. */
            data: components["schemas"]["HealthUpdate"];
            /** @enum {string} */
            type: "health_update";
        } | {
            /** @description What was taken in from a mailbox, a portal or a page. */
            data: components["schemas"]["ObservationRecorded"];
            /** @enum {string} */
            type: "observation_recorded";
        } | {
            /** @description The profile was changed; matches are being rescored. */
            data: components["schemas"]["ProfileUpdated"];
            /** @enum {string} */
            type: "profile_updated";
        } | {
            /** @description A second reading of a job came further or was thrown away; its words are read from the API. */
            data: components["schemas"]["SecondReadingUpdate"];
            /** @enum {string} */
            type: "second_reading_update";
        };
        /** @description Every event, or only these. */
        EventFilter: "*" | components["schemas"]["EventType"][];
        /**
         * @description The names of the events, as a client subscribes to them.
         * @enum {string}
         */
        EventType: "connection_status" | "matching_started" | "matching_stopped" | "job_match_update" | "application_status_change" | "application_completed" | "application_failed" | "batch_update" | "application_progress" | "interview_scheduled" | "analytics_update" | "system_notification" | "source_update" | "health_update" | "observation_recorded" | "profile_updated" | "second_reading_update";
        /** @description A piece of proof. */
        Evidence: {
            /** @description Who found it. */
            channel: components["schemas"]["Channel"];
            document_id: components["schemas"]["DocumentId"] | null;
            /** @description Its id. */
            id: components["schemas"]["EvidenceId"];
            /** @description What it is. */
            kind: components["schemas"]["EvidenceKind"];
            /**
             * Format: date-time
             * @description When.
             */
            recorded_at: string;
            /** @description A sentence that says what it shows. */
            summary: string;
        };
        /**
         * Format: uuid
         * @description A piece of proof that an application was sent or refused.
         *
         *     A UUID version 7 when made by Jobwire, so that ids sort by the time they were made.
         */
        EvidenceId: string;
        /**
         * @description What a piece of proof is.
         * @enum {string}
         */
        EvidenceKind: "screenshot" | "page_text" | "response" | "mail" | "statement";
        /**
         * @description How sure it is that an application was sent.
         * @enum {string}
         */
        EvidenceLevel: "verified" | "likely" | "by_mail" | "by_you";
        /** @description One thing a person said. */
        Feedback: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description The employer. */
            company: string;
            /** @description The job. */
            job_id: components["schemas"]["JobId"];
            /** @description Its title. */
            job_title: string;
            /** @description What was said. */
            verdict: components["schemas"]["Verdict"];
        };
        /** @description The answer proposed for one field of one form. */
        FieldAnswer: {
            document_id: components["schemas"]["DocumentId"] | null;
            /** @description The field's stable name within the form (its `name`, `id` or path). */
            field: string;
            /** @description What kind of input it is: `text`, `select`, `file`, … */
            kind: string;
            /** @description The question as the form asks it. */
            label: string;
            /** @description What the question means, in the vocabulary of field meanings; `unknown` when it cannot be told. */
            meaning: string;
            /** @description The offered choices, when there are any. */
            options: string[];
            /** @description Where the value comes from. */
            origin: components["schemas"]["AnswerOrigin"];
            /** @description Whether the form insists on an answer. */
            required: boolean;
            /** @description Whether it is a legal or sensitive question, answered only by what the person stated. */
            sensitive: boolean;
            /** @description What will be entered; `None` leaves the field empty. For a file, its name. */
            value: string | null;
        };
        /** @description What is wrong with one field. */
        FieldError: {
            /** @description The field's name in the request. */
            field: string;
            /** @description What is wrong with it. */
            message: string;
        };
        FieldValue: {
            /** @description The field's name in the snapshot. */
            field: string;
            /** @description The answer; several choices are separated by line breaks. */
            value: string;
        };
        /** @description One step of the funnel. */
        FunnelStep: {
            /**
             * Format: int64
             * @description How many applications got at least this far.
             */
            count: number;
            /** @description `matched`, `started`, `applied`, `acknowledged`, `interview`, `offer`. */
            name: string;
        };
        /**
         * @description How a part of the system is.
         * @enum {string}
         */
        HealthStatus: "healthy" | "degraded" | "down";
        /** @description A part of the system changed its health. */
        HealthUpdate: {
            /** @description A sentence that says more. */
            message: string;
            /** @description `database`, `tasks`, `browser`, `sources`, `mail`, `realtime`. */
            service: string;
            /** @description How it is. */
            status: components["schemas"]["HealthStatus"];
        };
        /** @description An interview, from a calendar invitation or entered by the person. */
        Interview: {
            /** @description The application it belongs to. */
            application_id: components["schemas"]["ApplicationId"];
            /** @description Whether the employer called it off. */
            cancelled: boolean;
            /**
             * Format: date-time
             * @description When it ends.
             */
            ends_at: string | null;
            /** @description Its id. */
            id: components["schemas"]["InterviewId"];
            /** @description Where, or the address of the video call. */
            location: string;
            observation_id: components["schemas"]["ObservationId"] | null;
            /** @description Who invites. */
            organizer: string;
            /**
             * Format: date-time
             * @description When it begins.
             */
            starts_at: string;
            /** @description What it is called. */
            summary: string;
            /** @description IANA time zone the employer wrote it in, e.g. `Europe/Berlin`; shown beside the person's own. */
            time_zone: string | null;
            /** @description The calendar's own identifier; an update carries the same one. */
            uid: string;
        };
        /**
         * Format: uuid
         * @description An interview.
         *
         *     A UUID version 7 when made by Jobwire, so that ids sort by the time they were made.
         */
        InterviewId: string;
        /** @description An interview was set, moved or called off. */
        InterviewScheduled: {
            /** @description The employer. */
            company: string;
            /** @description The interview as it is now. */
            interview: components["schemas"]["Interview"];
            /** @description The job's title. */
            job_title: string;
        };
        /** @description A list that is never long enough for pages. */
        Items_Answer: {
            /** @description The rows. */
            items: {
                /** @description The country the answer holds for (ISO 3166-1 alpha-2), for legal questions. */
                country?: string | null;
                /**
                 * @description Whether the person prefers not to say. Where a form offers such a choice it is taken, and a question that may
                 *     stay empty stays empty.
                 */
                declines: boolean;
                /** @description Its id. */
                id: components["schemas"]["AnswerId"];
                /** @description What the question means, in the vocabulary of field meanings (e.g. `work_authorization`). */
                meaning: string;
                /** @description The question as it was asked. */
                question: string;
                /**
                 * Format: date-time
                 * @description When the person gave it.
                 */
                stated_at: string;
                /** @description The answer. */
                text: string;
            }[];
        };
        /** @description A list that is never long enough for pages. */
        Items_ApiToken: {
            /** @description The rows. */
            items: {
                /**
                 * Format: date-time
                 * @description When it was made.
                 */
                created_at: string;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /**
                 * Format: date-time
                 * @description When it was last used.
                 */
                last_used_at?: string | null;
                /** @description What the person calls it. */
                name: string;
            }[];
        };
        /** @description A list that is never long enough for pages. */
        Items_Mailbox: {
            /** @description The rows. */
            items: {
                /** @description Whether a password is kept. */
                has_password: boolean;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /** @description `imap` or `maildir`. */
                kind: string;
                /**
                 * Format: date-time
                 * @description When it was read to the end last.
                 */
                last_synced_at?: string | null;
                /** @description The address or folder, for people. */
                name: string;
                /** @description What is wrong and what to do. */
                problem?: string | null;
                /** @description `new` (to be read now), `healthy` or `failing`. */
                status: string;
            }[];
        };
        /** @description A list that is never long enough for pages. */
        Items_RunStep: {
            /** @description The rows. */
            items: {
                /**
                 * Format: date-time
                 * @description When.
                 */
                at: string;
                /** @description More about it. */
                detail: string;
                /**
                 * Format: int32
                 * @description Its number within the run, from 1.
                 */
                no: number;
                /**
                 * Format: int32
                 * @description From 0 to 100.
                 */
                percent: number;
                /**
                 * Format: int32
                 * @description The run it belongs to.
                 */
                run_no: number;
                /**
                 * Format: uuid
                 * @description The picture of the page.
                 */
                screenshot_id?: string | null;
                /** @description What, as a short phrase. */
                step: string;
            }[];
        };
        /** @description A list that is never long enough for pages. */
        Items_Source: {
            /** @description The rows. */
            items: {
                /** @description Whether it is fetched at all. */
                enabled: boolean;
                /** @description How it is doing. */
                health: components["schemas"]["SourceHealth"];
                /** @description Its id. */
                id: components["schemas"]["SourceId"];
                /** @description How it publishes. */
                kind: components["schemas"]["SourceKind"];
                /**
                 * Format: date-time
                 * @description When it was last read to the end.
                 */
                last_synced_at?: string | null;
                /** @description A name for people: the employer, or the file's name. */
                name: string;
                /**
                 * Format: date-time
                 * @description When it is read next.
                 */
                next_sync_at?: string | null;
                /**
                 * Format: int64
                 * @description How many of its jobs are open.
                 */
                open_jobs: number;
                /** @description A sentence that says what is wrong and what to do, when something is. */
                problem?: string | null;
                /** @description The address that is fetched; for an import the name of what was read. */
                url: string;
            }[];
        };
        /** @description A vacancy as Jobwire keeps it. */
        Job: components["schemas"]["Posting"] & {
            /**
             * Format: date-time
             * @description When its content last changed.
             */
            changed_at: string;
            /**
             * Format: date-time
             * @description When it was found to be no longer published.
             */
            closed_at: string | null;
            /**
             * Format: date-time
             * @description When Jobwire first saw it.
             */
            first_seen_at: string;
            /** @description Its id. */
            id: components["schemas"]["JobId"];
            /** @description The board it came from. */
            source_id: components["schemas"]["SourceId"];
        };
        /** @description A job with what the person has to do with it. */
        JobDetail: {
            application: components["schemas"]["Application"] | null;
            applied_elsewhere: components["schemas"]["Application"] | null;
            /** @description The description as HTML that is safe to show. */
            description_html: string;
            feedback: components["schemas"]["Verdict"] | null;
            job: components["schemas"]["Job"];
            match: components["schemas"]["Match"] | null;
            /** @description The places of the vacancy, this one among them; more than one when it is published for several. */
            places: components["schemas"]["VacancyPlace"][];
        };
        /**
         * Format: uuid
         * @description A vacancy.
         *
         *     A UUID version 7 when made by Jobwire, so that ids sort by the time they were made.
         */
        JobId: string;
        /** @description Matches appeared, changed or went away. */
        JobMatchUpdate: {
            /** @description New or changed matches, best first; at most [`MATCHES_PER_EVENT`]. */
            matches: components["schemas"]["Match"][];
            /** @description Jobs that no longer match, were closed, or were hidden by the person. */
            removed: components["schemas"]["JobId"][];
            /**
             * Format: int64
             * @description How many jobs have been scored since matching was started.
             */
            scored: number;
            /**
             * Format: int64
             * @description How many there are to score.
             */
            total: number;
            /** @description Whether more changed than fits into one event; the list has to be read again. */
            truncated: boolean;
        };
        /** @description A language spoken. */
        Language: {
            /**
             * @description How well, in the person's words.
             * @default
             */
            fluency: string;
            /**
             * @description The language.
             * @default
             */
            language: string;
        };
        /** @description A language a posting asks for. */
        LanguageNeed: {
            /** @description ISO 639-1, e.g. `de`. */
            language: string;
            /** @description Whether the work needs it; otherwise it is welcome. */
            required: boolean;
        };
        /** @description A part of a letter. */
        LetterPart: {
            /** @description Where it stands in the profile, word for word; `None` for a sentence of Jobwire's around the facts. */
            stands_in: string | null;
            /** @description What it says. */
            text: string;
        };
        /** @description A letter with the source of each part. */
        LetterReview: {
            /** @description Whether the parts were found word for word in the file that will be sent. */
            as_printed: boolean;
            /** @description The file that will be sent. */
            document_id: components["schemas"]["DocumentId"];
            /** @description Its name. */
            file_name: string;
            /** @description Its parts in order. */
            parts: components["schemas"]["LetterPart"][];
        };
        /**
         * @description Seniority, in rising order.
         * @enum {string}
         */
        Level: "intern" | "junior" | "mid" | "senior" | "lead" | "executive";
        /** @description A job that a skill would lift over the line. */
        LiftedJob: {
            /** @description The employer. */
            company: string;
            /** @description The job. */
            job_id: components["schemas"]["JobId"];
            /** @description Its title. */
            job_title: string;
            /**
             * Format: double
             * @description Its score now.
             */
            score: number;
            /**
             * Format: double
             * @description Its score with the skill.
             */
            would_be: number;
        };
        /** @description An interview with what it is about. */
        ListedInterview: components["schemas"]["Interview"] & {
            /** @description The employer. */
            company: string;
            /** @description The job's title. */
            job_title: string;
        };
        /** @description Everything the live page shows. */
        LiveSnapshot: {
            analytics: components["schemas"]["Analytics"];
            /** @description The 50 that changed last. */
            applications: components["schemas"]["Application"][];
            /** @description Subscribe with it: what happens after it is replayed. */
            cursor: components["schemas"]["Cursor"];
            /** @description By date. */
            interviews: components["schemas"]["ListedInterview"][];
            is_matching: boolean;
            /** @description The best 50. */
            matches: components["schemas"]["Match"][];
            /** @description Where further matches begin: the cursor for `GET /matching/scores`; `null` where these are all. */
            matches_next_cursor: string | null;
            /** Format: int64 */
            profile_version: number;
            user: components["schemas"]["User"];
        };
        /** @description A postal location. */
        Location: {
            /**
             * @description Street and number.
             * @default
             */
            address: string;
            /**
             * @description City.
             * @default
             */
            city: string;
            /**
             * @description ISO 3166-1 alpha-2 code, e.g. `DE`.
             * @default
             */
            countryCode: string;
            /**
             * @description Postal code.
             * @default
             */
            postalCode: string;
            /**
             * @description State or region.
             * @default
             */
            region: string;
        };
        /**
         * @description What a mail about an application is.
         * @enum {string}
         */
        MailClass: "acknowledgement" | "info_request" | "assessment" | "interview" | "offer" | "rejection" | "security_code" | "job_alert" | "other";
        /** @description A mailbox as its owner sees it. The password is never shown. */
        Mailbox: {
            /** @description Whether a password is kept. */
            has_password: boolean;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description `imap` or `maildir`. */
            kind: string;
            /**
             * Format: date-time
             * @description When it was read to the end last.
             */
            last_synced_at: string | null;
            /** @description The address or folder, for people. */
            name: string;
            /** @description What is wrong and what to do. */
            problem: string | null;
            /** @description `new` (to be read now), `healthy` or `failing`. */
            status: string;
        };
        /** @description A job's score for one person. */
        Match: {
            /** @description The employer. */
            company: string;
            /** @description The job. */
            job_id: components["schemas"]["JobId"];
            /** @description Its title. */
            job_title: string;
            /** @description The place as written. */
            location: string;
            /**
             * Format: double
             * @description The score from 0 to 1; the sum of the parts' contributions.
             */
            match_score: number;
            /** @description What the score is made of; contributions sum up to the score. */
            parts: components["schemas"]["ScorePart"][];
            /**
             * Format: date-time
             * @description When the board published it.
             */
            posted_at: string | null;
            /** @description Why, in sentences, the strongest first. */
            reasons: components["schemas"]["Reason"][];
            /**
             * Format: date-time
             * @description When it was scored.
             */
            scored_at: string;
            /** @description The posting's page. */
            url: string;
        };
        /** @description Whether a person's matching runs, and how far it is. */
        Matching: {
            /** @description Whether it runs. */
            is_matching: boolean;
            /**
             * Format: int64
             * @description The profile's version that was scored last.
             */
            profile_version: number;
            /**
             * Format: int64
             * @description How many jobs have been scored since it was started.
             */
            scored: number;
            /**
             * Format: date-time
             * @description Since when.
             */
            started_at: string | null;
            /**
             * Format: int64
             * @description How many there are to score.
             */
            total: number;
        };
        /** @description Matching was started. */
        MatchingStarted: {
            /**
             * Format: int64
             * @description How many open jobs are going to be scored.
             */
            total: number;
        };
        /** @description Matching was stopped. */
        MatchingStopped: {
            /** @description Why: `user` or `profile_incomplete`. */
            reason: string;
        };
        /** @description The person and how this server runs. */
        Me: {
            /** @description Whether the demo employers run. */
            demo: boolean;
            user: components["schemas"]["User"];
        };
        /** @description An account on a network. */
        NetworkProfile: {
            /**
             * @description `LinkedIn`, `GitHub`, …
             * @default
             */
            network: string;
            /**
             * @description The address of the profile.
             * @default
             */
            url: string;
            /**
             * @description The user name there.
             * @default
             */
            username: string;
        };
        /** @description A mailbox to watch. */
        NewMailbox: {
            host: string;
            /** @enum {string} */
            kind: "imap";
            /** @description Kept sealed, never shown again. */
            password: string;
            /**
             * Format: int32
             * @description 993 for TLS from the start, 143 for STARTTLS.
             */
            port: number;
            username: string;
        } | {
            /** @enum {string} */
            kind: "maildir";
            path: string;
        };
        NewToken: {
            /** @description What the token is for. */
            name: string;
        };
        /**
         * @description How urgent a notification is.
         * @enum {string}
         */
        NotificationLevel: "info" | "warning" | "error";
        /** @description Something seen in a mailbox, a portal or on a page, and what it was taken for. */
        Observation: {
            application_id: components["schemas"]["ApplicationId"] | null;
            /** @description Where it was seen. */
            channel: components["schemas"]["Channel"];
            /** @description What it was taken for. */
            class: components["schemas"]["MailClass"];
            /**
             * Format: double
             * @description How sure, from 0 to 1.
             */
            confidence: number;
            /** @description The phrases that decided it. */
            evidence: string[];
            /** @description The first words of the text. */
            excerpt: string;
            /** @description The message's own identifier, unique per channel, so that nothing is taken in twice. */
            external_id: string;
            /** @description Its id. */
            id: components["schemas"]["ObservationId"];
            /**
             * Format: date-time
             * @description When it was written.
             */
            observed_at: string;
            /** @description Who wrote it, as written. */
            sender: string;
            stage: components["schemas"]["Stage"] | null;
            /** @description Whether the link was made, is a suggestion, or was turned down. */
            status: components["schemas"]["ObservationStatus"];
            /** @description The subject or the page's title. */
            subject: string;
        };
        /** @description The observation after the decision. */
        ObservationAnswer: {
            observation: components["schemas"]["Observation"];
        };
        /**
         * Format: uuid
         * @description Something seen in a mailbox, a portal or on a page.
         *
         *     A UUID version 7 when made by Jobwire, so that ids sort by the time they were made.
         */
        ObservationId: string;
        /** @description What was taken in from a mailbox, a portal or a page. */
        ObservationRecorded: {
            /** @description The observation. */
            observation: components["schemas"]["Observation"];
        };
        /**
         * @description Whether an observation was applied to an application.
         * @enum {string}
         */
        ObservationStatus: "linked" | "suggested" | "confirmed" | "dismissed" | "unlinked";
        /**
         * @description What the person knows about an application of which we are not sure.
         * @enum {string}
         */
        Outcome: "sent" | "not_sent" | "drop";
        /** @description A page of a list. */
        Page_Application: {
            /** @description The rows. */
            items: {
                /** @description Whether documents are tailored to this job. */
                auto_customize: boolean;
                batch_id?: components["schemas"]["BatchId"] | null;
                /** @description Whether the autopilot began it. */
                by_autopilot: boolean;
                /** @description The employer when it was chosen. */
                company: string;
                /**
                 * Format: date-time
                 * @description When it was begun.
                 */
                created_at: string;
                evidence_level?: components["schemas"]["EvidenceLevel"] | null;
                /** @description Whether links that lead away from the posting's site are followed. */
                follow_external_links: boolean;
                /** @description Its id. */
                id: components["schemas"]["ApplicationId"];
                /** @description The job. */
                job_id: components["schemas"]["JobId"];
                /** @description The job's title when it was chosen. */
                job_title: string;
                /**
                 * Format: date-time
                 * @description When its state or stage last changed.
                 */
                lastUpdate: string;
                /**
                 * Format: date-time
                 * @description When something happens by itself, if it does.
                 */
                next_action_at?: string | null;
                /** @description What happens next, as a sentence. */
                next_step: string;
                /** @description How far the present run is. */
                progress: components["schemas"]["Progress"];
                reason?: components["schemas"]["StateReason"] | null;
                /** @description The employer's side. */
                stage: components["schemas"]["Stage"];
                /** @description Our side. */
                status: components["schemas"]["State"];
                /**
                 * Format: date-time
                 * @description When it was sent.
                 */
                submitted_at?: string | null;
                /**
                 * Format: int64
                 * @description Grows by one with each change; a client sends it back to say what it saw.
                 */
                version: number;
            }[];
            /** @description Where the next page begins; `None` at the end. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        Page_AutopilotEntry: {
            /** @description The rows. */
            items: {
                /** @description What it did. */
                act: components["schemas"]["AutopilotAct"];
                application_id?: components["schemas"]["ApplicationId"] | null;
                /**
                 * Format: date-time
                 * @description When.
                 */
                at: string;
                /** @description Why, as a stable word: `match`, `all_known`, `daily_limit`, `employer_limit`, `questions_open`, … */
                code: string;
                /** @description The employer then. */
                company: string;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                job_id?: components["schemas"]["JobId"] | null;
                /** @description The job's title then. */
                job_title: string;
                /** @description Why, as a sentence. */
                sentence: string;
            }[];
            /** @description Where the next page begins; `None` at the end. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        Page_Batch: {
            /** @description The rows. */
            items: {
                /** @description What the person may do now: `pause` or `resume`. */
                allowed: string[];
                /**
                 * Format: date-time
                 * @description When it was begun.
                 */
                created_at: string;
                /** @description Its id. */
                id: components["schemas"]["BatchId"];
                /**
                 * Format: int32
                 * @description How many applications it has.
                 */
                jobs: number;
                /** @description What happens next, as a sentence. */
                next_step: string;
                /**
                 * Format: date-time
                 * @description Since when nothing of it is begun or sent; `None` while it goes on.
                 */
                paused_at?: string | null;
                /**
                 * Format: int32
                 * @description How much of Jobwire's part is done, from 0 to 100. What waits for the person counts as done.
                 */
                percent: number;
                /** @description How many are in which state; states without any are left out. */
                states: components["schemas"]["StateCount"][];
            }[];
            /** @description Where the next page begins; `None` at the end. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        Page_Feedback: {
            /** @description The rows. */
            items: {
                /**
                 * Format: date-time
                 * @description When.
                 */
                at: string;
                /** @description The employer. */
                company: string;
                /** @description The job. */
                job_id: components["schemas"]["JobId"];
                /** @description Its title. */
                job_title: string;
                /** @description What was said. */
                verdict: components["schemas"]["Verdict"];
            }[];
            /** @description Where the next page begins; `None` at the end. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        Page_Job: {
            /** @description The rows. */
            items: (components["schemas"]["Posting"] & {
                /**
                 * Format: date-time
                 * @description When its content last changed.
                 */
                changed_at: string;
                /**
                 * Format: date-time
                 * @description When it was found to be no longer published.
                 */
                closed_at?: string | null;
                /**
                 * Format: date-time
                 * @description When Jobwire first saw it.
                 */
                first_seen_at: string;
                /** @description Its id. */
                id: components["schemas"]["JobId"];
                /** @description The board it came from. */
                source_id: components["schemas"]["SourceId"];
            })[];
            /** @description Where the next page begins; `None` at the end. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        Page_ListedInterview: {
            /** @description The rows. */
            items: (components["schemas"]["Interview"] & {
                /** @description The employer. */
                company: string;
                /** @description The job's title. */
                job_title: string;
            })[];
            /** @description Where the next page begins; `None` at the end. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        Page_Match: {
            /** @description The rows. */
            items: {
                /** @description The employer. */
                company: string;
                /** @description The job. */
                job_id: components["schemas"]["JobId"];
                /** @description Its title. */
                job_title: string;
                /** @description The place as written. */
                location: string;
                /**
                 * Format: double
                 * @description The score from 0 to 1; the sum of the parts' contributions.
                 */
                match_score: number;
                /** @description What the score is made of; contributions sum up to the score. */
                parts: components["schemas"]["ScorePart"][];
                /**
                 * Format: date-time
                 * @description When the board published it.
                 */
                posted_at?: string | null;
                /** @description Why, in sentences, the strongest first. */
                reasons: components["schemas"]["Reason"][];
                /**
                 * Format: date-time
                 * @description When it was scored.
                 */
                scored_at: string;
                /** @description The posting's page. */
                url: string;
            }[];
            /** @description Where the next page begins; `None` at the end. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        Page_Observation: {
            /** @description The rows. */
            items: {
                application_id?: components["schemas"]["ApplicationId"] | null;
                /** @description Where it was seen. */
                channel: components["schemas"]["Channel"];
                /** @description What it was taken for. */
                class: components["schemas"]["MailClass"];
                /**
                 * Format: double
                 * @description How sure, from 0 to 1.
                 */
                confidence: number;
                /** @description The phrases that decided it. */
                evidence: string[];
                /** @description The first words of the text. */
                excerpt: string;
                /** @description The message's own identifier, unique per channel, so that nothing is taken in twice. */
                external_id: string;
                /** @description Its id. */
                id: components["schemas"]["ObservationId"];
                /**
                 * Format: date-time
                 * @description When it was written.
                 */
                observed_at: string;
                /** @description Who wrote it, as written. */
                sender: string;
                stage?: components["schemas"]["Stage"] | null;
                /** @description Whether the link was made, is a suggestion, or was turned down. */
                status: components["schemas"]["ObservationStatus"];
                /** @description The subject or the page's title. */
                subject: string;
            }[];
            /** @description Where the next page begins; `None` at the end. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        Page_TimelineEntry: {
            /** @description The rows. */
            items: {
                /**
                 * Format: uuid
                 * @description The application.
                 */
                application_id: string;
                /**
                 * Format: date-time
                 * @description When.
                 */
                at: string;
                /** @description More about it. */
                detail: string;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /** @description `state`, `stage`, `mail`, `interview` or `posting`. */
                kind: string;
                /** @description Who caused it: `system`, `user`, `email`, `ats` or `web`. */
                source: string;
                /** @description What happened. */
                title: string;
            }[];
            /** @description Where the next page begins; `None` at the end. */
            next_cursor: string | null;
        };
        /**
         * @description The parts of a score.
         * @enum {string}
         */
        PartName: "title" | "skills" | "text" | "level" | "place" | "pay" | "freshness" | "taste";
        PartWeights: {
            /** @description How much each part counts: 1 as usual, 0 not at all, at most 3. A part that is not named counts as usual. */
            weights: {
                [key: string]: number;
            };
        };
        /** @description A pay range. At least one bound is set. */
        Pay: {
            /** @description ISO 4217 code, e.g. `EUR`. */
            currency: string;
            /**
             * Format: double
             * @description Upper bound in units of the currency.
             */
            max: number | null;
            /**
             * Format: double
             * @description Lower bound in units of the currency.
             */
            min: number | null;
            /** @description What the amounts are paid for. */
            period: components["schemas"]["PayPeriod"];
        };
        /**
         * @description What a pay amount is paid for.
         * @enum {string}
         */
        PayPeriod: "hour" | "day" | "week" | "month" | "year";
        /**
         * @description Whether a point speaks for or against a job.
         * @enum {string}
         */
        PointKind: "for" | "against" | "open";
        /** @description A vacancy as one board publishes it at one moment, already normalised. The output of a parser. */
        Posting: {
            /** @description Where an application begins; the posting's page when the board names nothing else. */
            apply_url: string;
            /** @description The system that takes applications, where it is known from the address. */
            ats: components["schemas"]["Ats"];
            /** @description Checks a candidate has to pass, each once. */
            clearance: components["schemas"]["Clearance"][];
            /** @description The employer. */
            company: string;
            /** @description The description as plain text, paragraphs separated by blank lines, list items by `- `. */
            description: string;
            employment_type: components["schemas"]["EmploymentType"] | null;
            /** @description The board's own id of the vacancy; unique within the source. */
            external_id: string;
            /** @description ISO 639-1 language of the description, when it could be told. */
            language: string | null;
            /** @description Languages the posting asks for, each once. */
            languages: components["schemas"]["LanguageNeed"][];
            level: components["schemas"]["Level"] | null;
            /** @description The place as the board writes it; empty when it says none. */
            location: string;
            pay: components["schemas"]["Pay"] | null;
            /** @description Every place of work, one entry each, as written. */
            places: string[];
            /**
             * Format: date-time
             * @description When the board says it was published.
             */
            posted_at: string | null;
            /** @description Where the work is done. */
            remote: components["schemas"]["RemotePolicy"];
            /** @description Job title. */
            title: string;
            /** @description The page of the posting. */
            url: string;
            /**
             * Format: date-time
             * @description When applications end.
             */
            valid_through: string | null;
            visa: components["schemas"]["Visa"] | null;
        };
        /** @description What the person is looking for. An empty list means "any". */
        Preferences: {
            /**
             * @description Companies never to be shown.
             * @default []
             */
            excluded_companies: string[];
            /**
             * @description Words whose presence in a title hides the job.
             * @default []
             */
            excluded_words: string[];
            /**
             * @description Levels that fit.
             * @default []
             */
            levels: components["schemas"]["Level"][];
            /** @default null */
            pay_floor: components["schemas"]["Pay"] | null;
            /**
             * @description Wanted places: cities, regions or countries.
             * @default []
             */
            places: string[];
            /**
             * @description Whether and how the person wants to work from home.
             * @default any
             */
            remote: components["schemas"]["RemotePreference"];
            /**
             * @description Wanted job titles; when empty, the headline and the last positions are used.
             * @default []
             */
            titles: string[];
            /**
             * @description How much each part of a score counts for the person: 1 as usual, 0 not at all, at most [`MOST_WEIGHT`]. A part
             *     that is not named counts as usual.
             * @default {}
             */
            weights: {
                [key: string]: number;
            };
        };
        /** @description What went wrong, in the shape of RFC 9457. */
        Problem: {
            /** @description What happened and what to do, for a person. */
            detail: string;
            /** @description Which fields are wrong, where it is about fields. */
            errors?: components["schemas"]["FieldError"][];
            /** @description Stable, for programs. */
            slug: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description A short heading. */
            title: string;
            /** @description `/problems/<slug>`. */
            type: string;
        };
        /**
         * @description What a person states about themselves and what they are looking for.
         *
         *     Everything Jobwire says in a person's name comes from here or from their remembered answers.
         */
        Profile: {
            /**
             * @description What the person is looking for.
             * @default {
             *       "excluded_companies": [],
             *       "excluded_words": [],
             *       "levels": [],
             *       "pay_floor": null,
             *       "places": [],
             *       "remote": "any",
             *       "titles": [],
             *       "weights": {}
             *     }
             */
            preferences: components["schemas"]["Preferences"];
            /**
             * @description The resume.
             * @default {
             *       "basics": {
             *         "email": "",
             *         "label": "",
             *         "location": {
             *           "address": "",
             *           "city": "",
             *           "countryCode": "",
             *           "postalCode": "",
             *           "region": ""
             *         },
             *         "name": "",
             *         "phone": "",
             *         "profiles": [],
             *         "summary": "",
             *         "url": ""
             *       },
             *       "certificates": [],
             *       "education": [],
             *       "languages": [],
             *       "projects": [],
             *       "skills": [],
             *       "volunteer": [],
             *       "work": []
             *     }
             */
            resume: components["schemas"]["Resume"];
        };
        /** @description The profile as stored. */
        ProfileAnswer: {
            profile: components["schemas"]["Profile"];
            resume_document_id: components["schemas"]["DocumentId"] | null;
            /** Format: date-time */
            updated_at: string | null;
            /**
             * Format: int64
             * @description Send it back when changing the profile.
             */
            version: number;
        };
        /** @description The profile was changed. */
        ProfileUpdated: {
            /**
             * Format: int64
             * @description The profile's version after the change.
             */
            version: number;
        };
        /** @description How far a run is. */
        Progress: {
            /**
             * Format: int32
             * @description From 0 to 100.
             */
            percent: number;
            /** @description The present step, as a short phrase. */
            step: string;
        };
        /** @description A project. */
        Project: {
            /**
             * @description What it is.
             * @default
             */
            description: string;
            /**
             * @description Last day.
             * @default
             */
            endDate: string;
            /**
             * @description What was achieved.
             * @default []
             */
            highlights: string[];
            /**
             * @description Techniques and tools used.
             * @default []
             */
            keywords: string[];
            /**
             * @description Its name.
             * @default
             */
            name: string;
            /**
             * @description First day.
             * @default
             */
            startDate: string;
            /**
             * @description Where it can be seen.
             * @default
             */
            url: string;
        };
        PutAnswer: {
            /** @description The country it holds for, for legal questions. */
            country: string | null;
            /** @description The person prefers not to say: where a form offers such a choice it is taken. */
            declines: boolean;
            /** @description What it means, in the vocabulary of field meanings; found out from the question when absent. */
            meaning: string | null;
            /** @description The question as asked. */
            question: string;
            /** @description The answer. Left out by who prefers not to say. */
            text: string;
        };
        PutAutopilot: {
            mode: components["schemas"]["AutopilotMode"];
            rules: components["schemas"]["AutopilotRules"];
            /**
             * Format: int64
             * @description The version this change was made on.
             */
            version: number;
        };
        PutProfile: {
            profile: components["schemas"]["Profile"];
            /**
             * Format: int64
             * @description The version this change was made on.
             */
            version: number;
        };
        /** @description What came of a second reading. */
        ReadingOutcome: {
            /** @enum {string} */
            state: "waiting";
        } | {
            /** @enum {string} */
            state: "reading";
        } | {
            /**
             * Format: int32
             * @description How many points were left out because they could not be checked.
             */
            left_out: number;
            /** @description What was found, as far as it could be checked. */
            points: components["schemas"]["ReadingPoint"][];
            /**
             * Format: date-time
             * @description When.
             */
            read_at: string;
            /** @enum {string} */
            state: "read";
        } | {
            /** @enum {string} */
            state: "refused";
            /** @description Why, for the person. */
            why: string;
        } | {
            /** @enum {string} */
            state: "failed";
            /** @description Why, and what to do, for the person. */
            why: string;
        };
        /** @description One thing that was found, with its evidence. */
        ReadingPoint: {
            /** @description Whether it speaks for or against the job. */
            kind: components["schemas"]["PointKind"];
            /** @description The posting's own words it is about. */
            quote: string;
            /** @description The statement of the profile it is about. */
            statement: string | null;
            /** @description The model's sentence. */
            text: string;
        };
        /**
         * @description Where a second reading is, as a word.
         * @enum {string}
         */
        ReadingState: "waiting" | "reading" | "read" | "refused" | "failed";
        /** @description One reason for a score. */
        Reason: {
            /** @description The words in the posting that caused it. */
            evidence: string[];
            /** @description Whether it speaks for or against the job. */
            kind: components["schemas"]["ReasonKind"];
            /** @description The part it belongs to. */
            part: components["schemas"]["PartName"];
            /** @description A sentence for the person. */
            text: string;
        };
        /**
         * @description Whether a reason speaks for or against a job.
         * @enum {string}
         */
        ReasonKind: "for" | "against" | "missing";
        /**
         * @description Where the work is done.
         * @enum {string}
         */
        RemotePolicy: "on_site" | "hybrid" | "remote" | "unknown";
        /**
         * @description Whether and how a person wants to work from home.
         * @enum {string}
         */
        RemotePreference: "any" | "preferred" | "only" | "on_site";
        /**
         * @description Why a cursor cannot be continued.
         * @enum {string}
         */
        ResetReason: "epoch" | "too_old" | "ahead";
        Resolve: {
            /** @description Why, in the person's words; kept in the timeline. */
            note: string;
            outcome: components["schemas"]["Outcome"];
        };
        /**
         * @description A resume in the shape of JSON Resume 1.0 (<https://jsonresume.org/schema>), reduced to the
         *     sections that are used. Dates are ISO 8601, possibly only `YYYY` or `YYYY-MM`.
         */
        Resume: {
            /**
             * @description Name, contact and summary.
             * @default {
             *       "email": "",
             *       "label": "",
             *       "location": {
             *         "address": "",
             *         "city": "",
             *         "countryCode": "",
             *         "postalCode": "",
             *         "region": ""
             *       },
             *       "name": "",
             *       "phone": "",
             *       "profiles": [],
             *       "summary": "",
             *       "url": ""
             *     }
             */
            basics: components["schemas"]["Basics"];
            /**
             * @description Certificates and licences.
             * @default []
             */
            certificates: components["schemas"]["Certificate"][];
            /**
             * @description Schools, newest first.
             * @default []
             */
            education: components["schemas"]["Education"][];
            /**
             * @description Languages spoken.
             * @default []
             */
            languages: components["schemas"]["Language"][];
            /**
             * @description Projects.
             * @default []
             */
            projects: components["schemas"]["Project"][];
            /**
             * @description Skills.
             * @default []
             */
            skills: components["schemas"]["Skill"][];
            /**
             * @description Unpaid positions, newest first.
             * @default []
             */
            volunteer: components["schemas"]["Work"][];
            /**
             * @description Positions held, newest first.
             * @default []
             */
            work: components["schemas"]["Work"][];
        };
        /** @description The profile after a resume was read. */
        ResumeAnswer: {
            document_id: components["schemas"]["DocumentId"];
            profile: components["schemas"]["Profile"];
            /** Format: int64 */
            version: number;
            /** @description What the person should look at. */
            warnings: string[];
        };
        /** @description A resume beside the profile's. */
        ResumeReview: {
            /** @description Whether the rows were found word for word in the file that will be sent. */
            as_printed: boolean;
            /** @description What was changed and why. */
            changes: components["schemas"]["ReviewChange"][];
            /** @description The file that will be sent. */
            document_id: components["schemas"]["DocumentId"];
            /** @description Its name. */
            file_name: string;
            /** @description Whether it was made for this job; otherwise it is the person's own file or their whole profile. */
            is_tailored: boolean;
            original_id: components["schemas"]["DocumentId"] | null;
            /** @description Line by line; none for the person's own file, which goes out as it is. */
            rows: components["schemas"]["ReviewRow"][];
        };
        /** @description The documents of an application beside what the person states. */
        Review: {
            cover_letter: components["schemas"]["LetterReview"] | null;
            resume: components["schemas"]["ResumeReview"] | null;
            /** @description The content this is about; what an approval is bound to. */
            snapshot_sha256: string | null;
        };
        /** @description What was changed and why. */
        ReviewChange: {
            /** @description What was done. */
            what: string;
            /** @description Why. */
            why: string;
        };
        /** @description A line and what happened to it. */
        ReviewLine: {
            /** @description What happened to it. */
            mark: components["schemas"]["ReviewMark"];
            /** @description The line. */
            text: string;
        };
        /**
         * @description What happened to a line.
         * @enum {string}
         */
        ReviewMark: "same" | "moved" | "left_out" | "added";
        /** @description One line of both resumes, side by side. */
        ReviewRow: {
            original: components["schemas"]["ReviewLine"] | null;
            /** @description The part of the resume it stands in. */
            section: string;
            sent: components["schemas"]["ReviewLine"] | null;
        };
        /** @description A live step of a run. */
        RunStep: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description More about it. */
            detail: string;
            /**
             * Format: int32
             * @description Its number within the run, from 1.
             */
            no: number;
            /**
             * Format: int32
             * @description From 0 to 100.
             */
            percent: number;
            /**
             * Format: int32
             * @description The run it belongs to.
             */
            run_no: number;
            /**
             * Format: uuid
             * @description The picture of the page.
             */
            screenshot_id: string | null;
            /** @description What, as a short phrase. */
            step: string;
        };
        /**
         * @description What the person says about a match.
         * @enum {string}
         */
        Said: "hide" | "more" | "less" | "undo" | "not_this_company" | "this_company_again";
        SayFeedback: {
            job_id: components["schemas"]["JobId"];
            verdict: components["schemas"]["Said"];
        };
        /** @description One named part of a score. */
        ScorePart: {
            /** @description Which part. */
            name: components["schemas"]["PartName"];
            /**
             * Format: double
             * @description How well this part fits by itself, from 0 to 1.
             */
            value: number;
            /**
             * Format: double
             * @description Its share of the whole; the weights of all parts sum up to 1.
             */
            weight: number;
        };
        /** @description One job read again for one person. */
        SecondReading: {
            /**
             * Format: date-time
             * @description When the person asked for it.
             */
            asked_at: string;
            /** @description Whether the posting or the profile has changed since it was written. */
            is_stale: boolean;
            /** @description The job. */
            job_id: components["schemas"]["JobId"];
            /** @description The model that was asked. */
            model: string;
            /** @description What came of it. */
            outcome: components["schemas"]["ReadingOutcome"];
        };
        /** @description A second reading came further. */
        SecondReadingUpdate: {
            /** @description The job. */
            job_id: components["schemas"]["JobId"];
            state: components["schemas"]["ReadingState"] | null;
        };
        /** @description The person's second readings, and whether there can be more. */
        SecondReadings: {
            /** @description The one asked for last first; at most fifty. */
            items: components["schemas"]["SecondReading"][];
            /** @description The model that would be asked; none where none is set up. */
            model: string | null;
            /**
             * Format: int32
             * @description How many of the best matches are read again together.
             */
            top: number;
        };
        /** @description What the server says beside the events themselves. */
        ServerMessage: {
            /** @description Where replay begins, or the present end of the log. */
            cursor: components["schemas"]["Cursor"];
            /** @enum {string} */
            type: "subscribed";
        } | {
            /** @description The present end of the log. */
            cursor: components["schemas"]["Cursor"];
            /** @description Why. */
            reason: components["schemas"]["ResetReason"];
            /** @enum {string} */
            type: "reset";
        } | {
            /**
             * Format: int64
             * @description Up to here this connection is complete, whatever the filter.
             */
            seq: number;
            /** @enum {string} */
            type: "ping";
        } | {
            /**
             * Format: int64
             * @description Up to here this connection is complete.
             */
            seq: number;
            /** @enum {string} */
            type: "pong";
        } | {
            /**
             * Format: int64
             * @description When to connect again, in milliseconds: chosen so that not everybody comes at once.
             */
            retry_in_ms: number;
            /** @enum {string} */
            type: "going_down";
        } | {
            /** @description What was wrong and what to send instead. */
            message: string;
            /** @description A stable slug. */
            slug: string;
            /** @enum {string} */
            type: "error";
        };
        /** @description A person. */
        SignedIn: {
            user: components["schemas"]["User"];
        };
        /** @description A skill or a group of skills. */
        Skill: {
            /**
             * @description The skills of the group.
             * @default []
             */
            keywords: string[];
            /**
             * @description How well, in the person's words.
             * @default
             */
            level: string;
            /**
             * @description The skill, or the group's name when there are keywords.
             * @default
             */
            name: string;
        };
        /** @description What one skill would change that the profile does not state. */
        SkillGain: {
            /**
             * Format: int64
             * @description How many fitting jobs name it.
             */
            asked_by: number;
            /** @description The best of those. */
            examples: components["schemas"]["LiftedJob"][];
            /**
             * Format: int64
             * @description How many jobs it would lift over the line.
             */
            lifted: number;
            /** @description The skill. */
            skill: string;
        };
        /** @description A chosen job that is not part of the batch. */
        SkippedJob: {
            application_id: components["schemas"]["ApplicationId"] | null;
            /** @description `already_applied`, `applied_elsewhere`, `job_closed` or `automation_forbidden`. */
            code: string;
            job_id: components["schemas"]["JobId"];
            /** @description Why, and what to do. */
            message: string;
        };
        /** @description Exactly what will be sent. Approval is bound to its hash. */
        Snapshot: {
            /** @description The answers, in the form's order. */
            answers: components["schemas"]["FieldAnswer"][];
            cover_letter_id: components["schemas"]["DocumentId"] | null;
            /** @description Where the form was found. */
            form_url: string;
            resume_id: components["schemas"]["DocumentId"] | null;
        };
        /** @description A board that is watched. */
        Source: {
            /** @description Whether it is fetched at all. */
            enabled: boolean;
            /** @description How it is doing. */
            health: components["schemas"]["SourceHealth"];
            /** @description Its id. */
            id: components["schemas"]["SourceId"];
            /** @description How it publishes. */
            kind: components["schemas"]["SourceKind"];
            /**
             * Format: date-time
             * @description When it was last read to the end.
             */
            last_synced_at: string | null;
            /** @description A name for people: the employer, or the file's name. */
            name: string;
            /**
             * Format: date-time
             * @description When it is read next.
             */
            next_sync_at: string | null;
            /**
             * Format: int64
             * @description How many of its jobs are open.
             */
            open_jobs: number;
            /** @description A sentence that says what is wrong and what to do, when something is. */
            problem: string | null;
            /** @description The address that is fetched; for an import the name of what was read. */
            url: string;
        };
        /**
         * @description How a source is doing.
         * @enum {string}
         */
        SourceHealth: "new" | "healthy" | "limited" | "failing" | "gone";
        /**
         * Format: uuid
         * @description A board that is watched.
         *
         *     A UUID version 7 when made by Jobwire, so that ids sort by the time they were made.
         */
        SourceId: string;
        /**
         * @description How a board publishes.
         * @enum {string}
         */
        SourceKind: "greenhouse" | "lever" | "ashby" | "json_ld" | "import";
        /**
         * @description What the employer answered. Stages move forward only.
         * @enum {string}
         */
        Stage: "none" | "acknowledged" | "info_requested" | "assessment" | "interview" | "offer" | "rejected" | "withdrawn" | "no_response";
        StartMatching: {
            /** @default null */
            preferences: components["schemas"]["Preferences"] | null;
        };
        Started: {
            is_matching: boolean;
            /**
             * Format: int64
             * @description How many open jobs are scored.
             */
            total: number;
        };
        /**
         * @description What we did about an application.
         *
         *     On the wire and in the database both submitting states are `submitting`; whether the request was
         *     released to the network is a column of the attempt.
         * @enum {string}
         */
        State: "draft" | "queued" | "preparing" | "ready" | "submitting" | "submitting_released" | "unconfirmed" | "submitted" | "rejected_by_form" | "needs_review" | "failed_before_send" | "cancelled";
        /** @description How many applications of a batch are in a state. */
        StateCount: {
            /**
             * Format: int32
             * @description How many.
             */
            count: number;
            /** @description The state. */
            status: components["schemas"]["State"];
        };
        /** @description Why an application is in its state: a stable slug for programs and a sentence for people. */
        StateReason: {
            /** @description `questions_open`, `job_closed`, `login_required`, `captcha`, `refused_by_form`, … */
            code: string;
            /** @description What happened and what the person can do. */
            message: string;
        };
        Stopped: {
            is_matching: boolean;
        };
        /** @description How the parts of the system are. */
        SystemHealth: {
            /** @description Whether every part is healthy. */
            healthy: boolean;
            services: components["schemas"]["HealthUpdate"][];
        };
        /** @description Something the person should know. */
        SystemNotification: {
            /** @description `info`, `warning` or `error`. */
            level: components["schemas"]["NotificationLevel"];
            /** @description What happened and what to do. */
            message: string;
            /** @description A short heading. */
            title: string;
        };
        /** @description Lets one connection in. */
        Ticket: {
            /**
             * Format: date-time
             * @description When it is of no use any more; 30 s from now.
             */
            expires_at: string;
            /** @description To be sent as the WebSocket subprotocol `ticket.` + this, beside `jobs.v1`. */
            ticket: string;
        };
        /** @description Something that happened to an application, in the person's words. */
        TimelineEntry: {
            /**
             * Format: uuid
             * @description The application.
             */
            application_id: string;
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description More about it. */
            detail: string;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description `state`, `stage`, `mail`, `interview` or `posting`. */
            kind: string;
            /** @description Who caused it: `system`, `user`, `email`, `ats` or `web`. */
            source: string;
            /** @description What happened. */
            title: string;
        };
        /** @description How many applications are where. */
        TrackingSummary: {
            /** @description By the employer's side. */
            by_stage: {
                [key: string]: number;
            };
            /** @description By our side. */
            by_state: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description All applications.
             */
            total: number;
            /**
             * Format: int64
             * @description How many wait for the person.
             */
            waiting_for_you: number;
        };
        /** @description An account. */
        User: {
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /** @description The address as the person wrote it. */
            email: string;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
        };
        /** @description A job of a vacancy: one of its places. */
        VacancyPlace: {
            application_id: components["schemas"]["ApplicationId"] | null;
            /**
             * Format: date-time
             * @description When it was found to be no longer published.
             */
            closed_at: string | null;
            /** @description The job. */
            job_id: components["schemas"]["JobId"];
            /** @description Where, as the board writes it. */
            location: string;
            /** @description Its board. */
            source_id: components["schemas"]["SourceId"];
            /** @description The page of its posting. */
            url: string;
        };
        /**
         * @description What a person says about a job.
         * @enum {string}
         */
        Verdict: "hide" | "more" | "less";
        /**
         * @description What a posting says about a permit to work.
         * @enum {string}
         */
        Visa: "sponsored" | "not_sponsored" | "right_to_work";
        /** @description What one more skill would change. */
        WhatIf: {
            /**
             * Format: double
             * @description The line: the highest of [`LINES`] that one skill would lift any job over; the highest of all where none would.
             */
            line: number;
            /**
             * Format: int64
             * @description How many jobs are at the line or over it now.
             */
            over_now: number;
            /** @description The skills that would lift most jobs over it, the most first. */
            skills: components["schemas"]["SkillGain"][];
        };
        /** @description A position held. */
        Work: {
            /**
             * @description Last day; empty when it is the present position.
             * @default
             */
            endDate: string;
            /**
             * @description What was achieved, one line each.
             * @default []
             */
            highlights: string[];
            /**
             * @description Where.
             * @default
             */
            location: string;
            /**
             * @description The employer.
             * @default
             */
            name: string;
            /**
             * @description The job title.
             * @default
             */
            position: string;
            /**
             * @description First day.
             * @default
             */
            startDate: string;
            /**
             * @description What the work was.
             * @default
             */
            summary: string;
            /**
             * @description The employer's web site.
             * @default
             */
            url: string;
        };
        /** Format: uuid */
        TokenId: string;
        /** Format: uuid */
        MailboxId: string;
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type AddSource = components['schemas']['AddSource'];
export type Analytics = components['schemas']['Analytics'];
export type Answer = components['schemas']['Answer'];
export type AnswerDraft = components['schemas']['AnswerDraft'];
export type AnswerId = components['schemas']['AnswerId'];
export type AnswerOrigin = components['schemas']['AnswerOrigin'];
export type Answers = components['schemas']['Answers'];
export type ApiToken = components['schemas']['ApiToken'];
export type Application = components['schemas']['Application'];
export type ApplicationAnswer = components['schemas']['ApplicationAnswer'];
export type ApplicationCompleted = components['schemas']['ApplicationCompleted'];
export type ApplicationDetail = components['schemas']['ApplicationDetail'];
export type ApplicationFailed = components['schemas']['ApplicationFailed'];
export type ApplicationId = components['schemas']['ApplicationId'];
export type ApplicationProgress = components['schemas']['ApplicationProgress'];
export type ApplicationStatusChange = components['schemas']['ApplicationStatusChange'];
export type Apply = components['schemas']['Apply'];
export type ApplyBatch = components['schemas']['ApplyBatch'];
export type Approve = components['schemas']['Approve'];
export type AskForDraft = components['schemas']['AskForDraft'];
export type Ats = components['schemas']['Ats'];
export type Attempt = components['schemas']['Attempt'];
export type AutopilotAct = components['schemas']['AutopilotAct'];
export type AutopilotAnswer = components['schemas']['AutopilotAnswer'];
export type AutopilotEntry = components['schemas']['AutopilotEntry'];
export type AutopilotMode = components['schemas']['AutopilotMode'];
export type AutopilotRules = components['schemas']['AutopilotRules'];
export type Basics = components['schemas']['Basics'];
export type Batch = components['schemas']['Batch'];
export type BatchAnswer = components['schemas']['BatchAnswer'];
export type BatchDetail = components['schemas']['BatchDetail'];
export type BatchId = components['schemas']['BatchId'];
export type Certificate = components['schemas']['Certificate'];
export type ChangeAnswer = components['schemas']['ChangeAnswer'];
export type Channel = components['schemas']['Channel'];
export type Clearance = components['schemas']['Clearance'];
export type ClientMessage = components['schemas']['ClientMessage'];
export type Confirm = components['schemas']['Confirm'];
export type ConnectionStatus = components['schemas']['ConnectionStatus'];
export type CreatedToken = components['schemas']['CreatedToken'];
export type Credentials = components['schemas']['Credentials'];
export type Cursor = components['schemas']['Cursor'];
export type DailyCount = components['schemas']['DailyCount'];
export type Document = components['schemas']['Document'];
export type DocumentId = components['schemas']['DocumentId'];
export type Education = components['schemas']['Education'];
export type EmploymentType = components['schemas']['EmploymentType'];
export type Envelope = components['schemas']['Envelope'];
export type Event = components['schemas']['Event'];
export type EventFilter = components['schemas']['EventFilter'];
export type EventType = components['schemas']['EventType'];
export type Evidence = components['schemas']['Evidence'];
export type EvidenceId = components['schemas']['EvidenceId'];
export type EvidenceKind = components['schemas']['EvidenceKind'];
export type EvidenceLevel = components['schemas']['EvidenceLevel'];
export type Feedback = components['schemas']['Feedback'];
export type FieldAnswer = components['schemas']['FieldAnswer'];
export type FieldError = components['schemas']['FieldError'];
export type FieldValue = components['schemas']['FieldValue'];
export type FunnelStep = components['schemas']['FunnelStep'];
export type HealthStatus = components['schemas']['HealthStatus'];
export type HealthUpdate = components['schemas']['HealthUpdate'];
export type Interview = components['schemas']['Interview'];
export type InterviewId = components['schemas']['InterviewId'];
export type InterviewScheduled = components['schemas']['InterviewScheduled'];
export type ItemsAnswer = components['schemas']['Items_Answer'];
export type ItemsApiToken = components['schemas']['Items_ApiToken'];
export type ItemsMailbox = components['schemas']['Items_Mailbox'];
export type ItemsRunStep = components['schemas']['Items_RunStep'];
export type ItemsSource = components['schemas']['Items_Source'];
export type Job = components['schemas']['Job'];
export type JobDetail = components['schemas']['JobDetail'];
export type JobId = components['schemas']['JobId'];
export type JobMatchUpdate = components['schemas']['JobMatchUpdate'];
export type Language = components['schemas']['Language'];
export type LanguageNeed = components['schemas']['LanguageNeed'];
export type LetterPart = components['schemas']['LetterPart'];
export type LetterReview = components['schemas']['LetterReview'];
export type Level = components['schemas']['Level'];
export type LiftedJob = components['schemas']['LiftedJob'];
export type ListedInterview = components['schemas']['ListedInterview'];
export type LiveSnapshot = components['schemas']['LiveSnapshot'];
export type Location = components['schemas']['Location'];
export type MailClass = components['schemas']['MailClass'];
export type Mailbox = components['schemas']['Mailbox'];
export type Match = components['schemas']['Match'];
export type Matching = components['schemas']['Matching'];
export type MatchingStarted = components['schemas']['MatchingStarted'];
export type MatchingStopped = components['schemas']['MatchingStopped'];
export type Me = components['schemas']['Me'];
export type NetworkProfile = components['schemas']['NetworkProfile'];
export type NewMailbox = components['schemas']['NewMailbox'];
export type NewToken = components['schemas']['NewToken'];
export type NotificationLevel = components['schemas']['NotificationLevel'];
export type Observation = components['schemas']['Observation'];
export type ObservationAnswer = components['schemas']['ObservationAnswer'];
export type ObservationId = components['schemas']['ObservationId'];
export type ObservationRecorded = components['schemas']['ObservationRecorded'];
export type ObservationStatus = components['schemas']['ObservationStatus'];
export type Outcome = components['schemas']['Outcome'];
export type PageApplication = components['schemas']['Page_Application'];
export type PageAutopilotEntry = components['schemas']['Page_AutopilotEntry'];
export type PageBatch = components['schemas']['Page_Batch'];
export type PageFeedback = components['schemas']['Page_Feedback'];
export type PageJob = components['schemas']['Page_Job'];
export type PageListedInterview = components['schemas']['Page_ListedInterview'];
export type PageMatch = components['schemas']['Page_Match'];
export type PageObservation = components['schemas']['Page_Observation'];
export type PageTimelineEntry = components['schemas']['Page_TimelineEntry'];
export type PartName = components['schemas']['PartName'];
export type PartWeights = components['schemas']['PartWeights'];
export type Pay = components['schemas']['Pay'];
export type PayPeriod = components['schemas']['PayPeriod'];
export type PointKind = components['schemas']['PointKind'];
export type Posting = components['schemas']['Posting'];
export type Preferences = components['schemas']['Preferences'];
export type Problem = components['schemas']['Problem'];
export type Profile = components['schemas']['Profile'];
export type ProfileAnswer = components['schemas']['ProfileAnswer'];
export type ProfileUpdated = components['schemas']['ProfileUpdated'];
export type Progress = components['schemas']['Progress'];
export type Project = components['schemas']['Project'];
export type PutAnswer = components['schemas']['PutAnswer'];
export type PutAutopilot = components['schemas']['PutAutopilot'];
export type PutProfile = components['schemas']['PutProfile'];
export type ReadingOutcome = components['schemas']['ReadingOutcome'];
export type ReadingPoint = components['schemas']['ReadingPoint'];
export type ReadingState = components['schemas']['ReadingState'];
export type Reason = components['schemas']['Reason'];
export type ReasonKind = components['schemas']['ReasonKind'];
export type RemotePolicy = components['schemas']['RemotePolicy'];
export type RemotePreference = components['schemas']['RemotePreference'];
export type ResetReason = components['schemas']['ResetReason'];
export type Resolve = components['schemas']['Resolve'];
export type Resume = components['schemas']['Resume'];
export type ResumeAnswer = components['schemas']['ResumeAnswer'];
export type ResumeReview = components['schemas']['ResumeReview'];
export type Review = components['schemas']['Review'];
export type ReviewChange = components['schemas']['ReviewChange'];
export type ReviewLine = components['schemas']['ReviewLine'];
export type ReviewMark = components['schemas']['ReviewMark'];
export type ReviewRow = components['schemas']['ReviewRow'];
export type RunStep = components['schemas']['RunStep'];
export type Said = components['schemas']['Said'];
export type SayFeedback = components['schemas']['SayFeedback'];
export type ScorePart = components['schemas']['ScorePart'];
export type SecondReading = components['schemas']['SecondReading'];
export type SecondReadingUpdate = components['schemas']['SecondReadingUpdate'];
export type SecondReadings = components['schemas']['SecondReadings'];
export type ServerMessage = components['schemas']['ServerMessage'];
export type SignedIn = components['schemas']['SignedIn'];
export type Skill = components['schemas']['Skill'];
export type SkillGain = components['schemas']['SkillGain'];
export type SkippedJob = components['schemas']['SkippedJob'];
export type Snapshot = components['schemas']['Snapshot'];
export type Source = components['schemas']['Source'];
export type SourceHealth = components['schemas']['SourceHealth'];
export type SourceId = components['schemas']['SourceId'];
export type SourceKind = components['schemas']['SourceKind'];
export type Stage = components['schemas']['Stage'];
export type StartMatching = components['schemas']['StartMatching'];
export type Started = components['schemas']['Started'];
export type State = components['schemas']['State'];
export type StateCount = components['schemas']['StateCount'];
export type StateReason = components['schemas']['StateReason'];
export type Stopped = components['schemas']['Stopped'];
export type SystemHealth = components['schemas']['SystemHealth'];
export type SystemNotification = components['schemas']['SystemNotification'];
export type Ticket = components['schemas']['Ticket'];
export type TimelineEntry = components['schemas']['TimelineEntry'];
export type TrackingSummary = components['schemas']['TrackingSummary'];
export type User = components['schemas']['User'];
export type VacancyPlace = components['schemas']['VacancyPlace'];
export type Verdict = components['schemas']['Verdict'];
export type Visa = components['schemas']['Visa'];
export type WhatIf = components['schemas']['WhatIf'];
export type Work = components['schemas']['Work'];
export type TokenId = components['schemas']['TokenId'];
export type MailboxId = components['schemas']['MailboxId'];
export type $defs = Record<string, never>;
export interface operations {
    get_analytics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Analytics"];
                };
            };
        };
    };
    get_answers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Items_Answer"];
                };
            };
        };
    };
    put_answers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutAnswer"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_answers_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["AnswerId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeAnswer"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_answers_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["AnswerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_applications: {
        parameters: {
            query?: {
                /** @description Only in this state. */
                status?: components["schemas"]["State"];
                /** @description Only of this batch. */
                batch_id?: components["schemas"]["BatchId"];
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Application"];
                };
            };
        };
    };
    post_applications_apply: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Apply"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationAnswer"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationAnswer"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_applications_batch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApplyBatch"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_applications_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ApplicationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationDetail"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_applications_id_answers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ApplicationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Answers"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationAnswer"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_applications_id_approve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ApplicationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Approve"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationAnswer"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_applications_id_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ApplicationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationAnswer"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_applications_id_draft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ApplicationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskForDraft"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnswerDraft"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_applications_id_resolve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ApplicationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Resolve"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationAnswer"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_applications_id_retry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ApplicationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationAnswer"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_applications_id_review: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ApplicationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_applications_id_steps: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ApplicationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Items_RunStep"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_applications_id_withdraw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ApplicationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationAnswer"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_auth_login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_auth_logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    get_auth_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_auth_register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_auth_tokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Items_ApiToken"];
                };
            };
        };
    };
    post_auth_tokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewToken"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedToken"];
                };
            };
        };
    };
    delete_auth_tokens_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["TokenId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_autopilot: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutopilotAnswer"];
                };
            };
        };
    };
    put_autopilot: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutAutopilot"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutopilotAnswer"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_autopilot_log: {
        parameters: {
            query?: {
                /** @description How many rows, 1 to 200; 50 when absent. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AutopilotEntry"];
                };
            };
        };
    };
    get_batches: {
        parameters: {
            query?: {
                /** @description How many rows, 1 to 200; 50 when absent. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Batch"];
                };
            };
        };
    };
    get_batches_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["BatchId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchDetail"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_batches_id_pause: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["BatchId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_batches_id_resume: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["BatchId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_documents_id: {
        parameters: {
            query?: {
                /** @description `1` shows pictures and PDFs in place. */
                inline?: number;
            };
            header?: never;
            path: {
                id: components["schemas"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_interviews: {
        parameters: {
            query?: {
                /** @description How many rows, 1 to 200; 50 when absent. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ListedInterview"];
                };
            };
        };
    };
    get_interviews_calendar_ics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar": string;
                };
            };
        };
    };
    get_jobs: {
        parameters: {
            query?: {
                /** @description Words that all have to occur. */
                q?: string;
                /** @description Only open ones, unless `false`. */
                open?: boolean;
                /** @description Only this arrangement. */
                remote?: components["schemas"]["RemotePolicy"];
                /** @description Only from this source. */
                source_id?: components["schemas"]["SourceId"];
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Job"];
                };
            };
        };
    };
    get_jobs_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["JobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobDetail"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post_jobs_id_second-reading": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["JobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondReadings"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete_jobs_id_second-reading": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["JobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_mailboxes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Items_Mailbox"];
                };
            };
        };
    };
    post_mailboxes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMailbox"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mailbox"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_mailboxes_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["MailboxId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_mailboxes_id_sync: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["MailboxId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_matching_feedback: {
        parameters: {
            query?: {
                /** @description How many rows, 1 to 200; 50 when absent. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Feedback"];
                };
            };
        };
    };
    post_matching_feedback: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SayFeedback"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_matching_scores: {
        parameters: {
            query?: {
                /** @description Only matches of at least this score. */
                min_score?: number;
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Match"];
                };
            };
        };
    };
    post_matching_start: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartMatching"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Started"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_matching_status: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matching"];
                };
            };
        };
    };
    post_matching_stop: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stopped"];
                };
            };
        };
    };
    put_matching_weights: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PartWeights"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartWeights"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get_matching_what-if": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhatIf"];
                };
            };
        };
    };
    get_observations: {
        parameters: {
            query?: {
                /** @description Only of this status. */
                status?: components["schemas"]["ObservationStatus"];
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Observation"];
                };
            };
        };
    };
    post_observations_id_confirm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ObservationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Confirm"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObservationAnswer"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_observations_id_dismiss: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ObservationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObservationAnswer"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_profile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileAnswer"];
                };
            };
        };
    };
    put_profile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutProfile"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileAnswer"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_profile_resume: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description PDF, DOCX or JSON Resume, at most 10 MB.
                     */
                    file: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResumeAnswer"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_realtime_ticket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
        };
    };
    "get_second-readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondReadings"];
                };
            };
        };
    };
    "post_second-readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondReadings"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete_second-readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    get_snapshot: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveSnapshot"];
                };
            };
        };
    };
    get_sources: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Items_Source"];
                };
            };
        };
    };
    post_sources: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddSource"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_sources_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_sources_id_sync: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_system_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemHealth"];
                };
            };
        };
    };
    get_tracking_events: {
        parameters: {
            query?: {
                /** @description Only of this application. */
                application_id?: components["schemas"]["ApplicationId"];
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TimelineEntry"];
                };
            };
        };
    };
    get_tracking_summary: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackingSummary"];
                };
            };
        };
    };
}
