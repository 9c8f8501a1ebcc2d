/* Generated from the gateway's OpenAPI document by `npm run generate`. Do not edit. */

export interface paths {
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register
         * @description Creates an account and begins a session. With transport `cookie` the tokens come as cookies.
         */
        post: operations["register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/labs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List my labs */
        get: operations["list_labs"];
        put?: never;
        /**
         * Add a lab
         * @description For managers of the organisation.
         */
        post: operations["create_lab"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/labs/{lab_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a lab
         * @description For members.
         */
        get: operations["get_lab"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a lab
         * @description For managers.
         */
        patch: operations["update_lab"];
        trace?: never;
    };
    "/api/v1/labs/{lab_id}/announcement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Say something to all who wait
         * @description For tutors and managers. An empty text takes the announcement away.
         */
        put: operations["announce"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/labs/{lab_id}/availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Am I available?
         * @description For tutors and managers.
         */
        get: operations["get_availability"];
        /**
         * Say whether I can help
         * @description For tutors and managers.
         */
        put: operations["set_availability"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/labs/{lab_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what was changed about a lab and its queue
         * @description For managers.
         */
        get: operations["list_lab_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/labs/{lab_id}/join-code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the join code of a lab
         * @description For managers.
         */
        get: operations["get_join_code"];
        put?: never;
        /**
         * Replace the join code of a lab
         * @description For managers. The old code is no longer good.
         */
        post: operations["replace_join_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/labs/{lab_id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the members of a lab
         * @description For managers.
         */
        get: operations["list_members"];
        put?: never;
        /**
         * Add a member to a lab
         * @description For managers. A member who is already there gets the role.
         */
        post: operations["add_member"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/labs/{lab_id}/members/{account_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a member from a lab
         * @description For managers.
         */
        delete: operations["remove_member"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/labs/{lab_id}/offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the offers of a lab
         * @description For managers: who was asked what, and why. Newest first.
         */
        get: operations["list_offers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/labs/{lab_id}/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change how the queue of a lab is run
         * @description For managers. Holds at once, for those who wait already too.
         */
        put: operations["set_policy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/labs/{lab_id}/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the queue of a lab
         * @description For tutors and managers.
         */
        get: operations["get_queue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/labs/{lab_id}/queue/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Pause the queue of a lab, or go on
         * @description For tutors and managers. While it is paused requests are taken and nobody is called.
         */
        put: operations["set_paused"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/labs/{lab_id}/queue/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Open or close the queue of a lab
         * @description For tutors and managers. Those who wait keep their place, unless they are sent home.
         */
        put: operations["set_queue_open"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/labs/{lab_id}/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the requests of a lab
         * @description For tutors and managers. Newest first.
         */
        get: operations["list_lab_requests"];
        put?: never;
        /**
         * Ask for help
         * @description For students of the lab, while its queue is open. A student can have one open request per lab.
         */
        post: operations["create_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/labs/{lab_id}/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set when the queue of a lab opens and closes by itself
         * @description For managers. Weekly hours by the clock of the organisation. The queue stays as it is until the
         *     next turn; opening and closing by hand holds until the next turn too.
         */
        put: operations["set_schedule"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/labs/{lab_id}/seats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read where the seats of a lab stand */
        get: operations["get_seats"];
        /**
         * Say where the seats of a lab stand
         * @description For managers. Where the seats are known, offers go to the nearest of those tutors who have carried
         *     about the same.
         */
        put: operations["set_seats"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/labs/{lab_id}/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the figures of a lab
         * @description For managers. Without a span: the last seven days.
         */
        get: operations["get_lab_statistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/labs/{lab_id}/take-next": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take the next request
         * @description For tutors and managers. 404 where nobody waits.
         */
        post: operations["take_next"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/labs/{lab_id}/tutors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the tutors of a lab
         * @description For tutors and managers.
         */
        get: operations["list_tutors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open the live connection
         * @description A WebSocket with JSON text messages: the client subscribes to topics, and the server shows each of
         *     them and every change after it. `/api/asyncapi.json` says what is sent, who sees what, and how a
         *     client whose connection broke goes on where it was.
         */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who am I? */
        get: operations["get_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/memberships": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Join a lab
         * @description As a student. Who belongs to the lab already keeps the role.
         */
        post: operations["join_lab"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List my notifications
         * @description Newest first.
         */
        get: operations["list_notifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark notifications as read
         * @description Either some by `ids`, or `all`.
         */
        post: operations["mark_notifications_read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the offers that wait for your answer */
        get: operations["list_my_offers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/offers/{offer_id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept an offer
         * @description For the helper who was asked. If somebody else was faster: 409 with the winner.
         */
        post: operations["accept_offer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/offers/{offer_id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decline an offer
         * @description For the helper who was asked.
         */
        post: operations["decline_offer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the organisations I manage
         * @description Administrators get all of them.
         */
        get: operations["list_organisations"];
        put?: never;
        /**
         * Add an organisation
         * @description For administrators.
         */
        post: operations["create_organisation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List my requests
         * @description Those the asker has made, newest first.
         */
        get: operations["list_my_requests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{request_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a request
         * @description For its student and for staff of the lab.
         */
        get: operations["get_request"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change my request
         * @description For its student, while it waits.
         */
        patch: operations["edit_request"];
        trace?: never;
    };
    "/api/v1/requests/{request_id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a request
         * @description For tutors and managers. Exactly one wins; the others get 409 with the winner.
         */
        post: operations["accept_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{request_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give up my place
         * @description For its student.
         */
        post: operations["cancel_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{request_id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that help was given
         * @description For tutors and managers.
         */
        post: operations["complete_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{request_id}/hand-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand a request over to another tutor
         * @description For the tutor who helps, and for managers. Student and tutor are told; the note stands in the
         *     history of the request.
         */
        post: operations["hand_over_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{request_id}/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hold the place of a request
         * @description For the student who asked, within what the lab allows. Nobody is called meanwhile.
         */
        post: operations["hold_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{request_id}/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Wait with another's request
         * @description For students of the lab who have the same problem, if the lab allows it and the request is
         *     shared. One visit serves all.
         */
        post: operations["join_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{request_id}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Wait with another's request no longer
         * @description For a student who has joined it.
         */
        post: operations["leave_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{request_id}/move-first": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let somebody go first
         * @description For tutors and managers. It stands in the history of the request.
         */
        post: operations["move_request_first"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{request_id}/not-found": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that the student was not there
         * @description For tutors and managers.
         */
        post: operations["report_not_found"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{request_id}/put-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a request back into the queue
         * @description For tutors and managers. It keeps its place.
         */
        post: operations["put_back_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{request_id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that one can be called again
         * @description For the student who asked.
         */
        post: operations["release_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{request_id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that I found the answer myself
         * @description For its student.
         */
        post: operations["resolve_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{request_id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take back that a request was ended
         * @description For a minute, for the tutor who said that help was given or that the student was not there, and for managers.
         */
        post: operations["undo_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{request_id}/wait": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get how long a request will probably wait
         * @description For its student and for staff of the lab. A range that is meant to hold for eight in ten, learned
         *     from what came of past ones. It changes when somebody ahead is served, and with time. There is
         *     none for a request that does not wait.
         */
        get: operations["get_request_wait"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List my sessions */
        get: operations["list_sessions"];
        put?: never;
        /**
         * Log in
         * @description Begins a session. With transport `cookie` the tokens come as cookies.
         */
        post: operations["log_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of my sessions */
        delete: operations["end_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Log out
         * @description Ends the session and deletes its cookies. Also possible once the access token has ended, if the
         *     refresh token is there as a cookie.
         */
        delete: operations["log_out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Renew the session
         * @description A refresh token is good once. One that was used before ends the session.
         *     The new tokens come the way the old one came: in the body, or as cookies.
         */
        post: operations["refresh_session"];
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
        /** @description An offer that was accepted, and the request that came with it. */
        AcceptedOffer: {
            offer: components["schemas"]["Offer"];
            request?: components["schemas"]["Request"] | null;
        };
        /** @description An account, as its owner sees it. */
        Account: {
            /** @description Administrator of the whole platform. */
            admin: boolean;
            /** Format: date-time */
            created_at: string;
            /** @example Ada Lovelace */
            display_name: string;
            /** @example ada@example.org */
            email: string;
            /** Format: uuid */
            id: string;
            /** @example ada */
            username: string;
        };
        /** @description Words to all who wait. Plain text. */
        Announcement: {
            /** Format: date-time */
            at: string;
            /** @example Ada Tutor */
            by_name: string;
            /** @example Exercise 3 has a typo: n starts at 1. */
            text: string;
        };
        /** @description The words. */
        AnnouncementInput: {
            /** @description Plain text. */
            text: string;
        };
        /**
         * @description How requests find their tutors.
         * @enum {string}
         */
        AssignmentMode: "pull" | "push" | "both";
        /** @description One tutor's availability in one lab. */
        Availability: {
            /** Format: date-time */
            changed_at: string;
            /** Format: uuid */
            lab_id: string;
            /**
             * Format: uuid
             * @description The request the tutor is helping with in this lab.
             */
            request_id?: string | null;
            status: components["schemas"]["AvailabilityStatus"];
            /** Format: uuid */
            tutor_id: string;
            /** @example Ada Tutor */
            tutor_name: string;
            /**
             * Format: int64
             * @description Counts the changes; 0 before the first.
             */
            version: number;
        };
        /** @description Whether the asker can help. */
        AvailabilityInput: {
            available: boolean;
        };
        /**
         * @description Whether a tutor can be given work in a lab.
         * @enum {string}
         */
        AvailabilityStatus: "available" | "busy" | "away" | "offline";
        /** @description A student with the same problem as another. */
        Companion: {
            /** Format: date-time */
            joined_at: string;
            /**
             * @description PC number.
             * @example 3
             */
            seat: string;
            /** Format: uuid */
            student_id: string;
            /** @example Ann Student */
            student_name: string;
        };
        /** @description What the tutor notes. */
        CompletionInput: {
            /** @description What was done; the student can read it. */
            note?: string | null;
            /** @description Replaces the topic. */
            topic?: string | null;
        };
        /** @description Why not. */
        DeclineInput: {
            /** @description Managers can read it. */
            reason?: string | null;
        };
        /** @description What is wrong with one field. */
        FieldProblem: {
            /**
             * @description Name of the field.
             * @example seat
             */
            field: string;
            /**
             * @description A whole sentence for people.
             * @example The PC number is needed.
             */
            message: string;
        };
        /** @description Who goes on, and what that tutor should know. */
        HandOverInput: {
            note?: string | null;
            /**
             * Format: uuid
             * @description Another tutor of the lab who has a page of it open.
             */
            tutor_id: string;
        };
        /** @description One step in the life of a request. */
        HistoryEntry: {
            /**
             * @description Who did it.
             * @example Ada Tutor
             */
            actor_name: string;
            /** Format: date-time */
            at: string;
            /** @description What was said about it; may be empty. */
            comment: string;
            /**
             * @description What happened.
             * @example accepted
             */
            what: string;
        };
        /** @description For how long. */
        HoldInput: {
            /**
             * Format: int32
             * @example 300
             */
            seconds: number;
        };
        /** @description The requests created in one hour. */
        Hour: {
            /**
             * Format: date-time
             * @description Start of the hour.
             */
            from: string;
            help: components["schemas"]["Spread"];
            /** Format: int64 */
            helped: number;
            /** Format: int64 */
            requests: number;
            wait: components["schemas"]["Spread"];
        };
        /** @description The code with which students join a lab. */
        JoinCode: {
            /** @example H7KQ2MPX */
            code: string;
            /** Format: uuid */
            lab_id: string;
        };
        /** @description Which lab to join. */
        JoinInput: {
            /**
             * @description The lab's join code; small letters, spaces and hyphens are fine.
             * @example H7KQ2MPX
             */
            code: string;
        };
        /** @description A lab, as the asker sees it. */
        Lab: components["schemas"]["LabSummary"] & {
            /** Format: date-time */
            created_at: string;
            /**
             * Format: int32
             * @description Requests being helped now.
             */
            in_progress: number;
            /** @description What the asker may do here. */
            role: components["schemas"]["Role"];
            /**
             * Format: int32
             * @description Requests that wait now.
             */
            waiting: number;
        };
        /** @description What was changed about a lab and its queue. */
        LabHistory: {
            /** @description Newest first. */
            entries: components["schemas"]["HistoryEntry"][];
        };
        /** @description A new lab. */
        LabInput: {
            /** @example Programming 1, group A */
            name: string;
            /** Format: uuid */
            organisation_id: string;
            /** @example Room 2.14 */
            room: string;
            /** @description Topics a request may have, in the order of display. */
            topics: string[];
        };
        /** @description Labs the asker belongs to. */
        Labs: {
            labs: components["schemas"]["Lab"][];
        };
        /** @description A lab, as everybody in it sees it: part of the live picture. */
        LabSummary: {
            announcement?: components["schemas"]["Announcement"] | null;
            /** Format: uuid */
            id: string;
            /** @example Programming 1, group A */
            name: string;
            next_turn?: components["schemas"]["Turn"] | null;
            /**
             * Format: date-time
             * @description When the running session began; absent while the queue is closed.
             */
            opened_at?: string | null;
            /** Format: uuid */
            organisation_id: string;
            /** @description Whether the tutors take a break: requests are taken, nobody is called. */
            paused: boolean;
            policy: components["schemas"]["Policy"];
            /** @description Whether new requests are taken. */
            queue_open: boolean;
            /**
             * Format: int64
             * @description Counts the changes of the queue.
             */
            revision: number;
            /** @example Room 2.14 */
            room: string;
            schedule: components["schemas"]["Schedule"];
            /**
             * @description IANA name of the organisation's time zone; absent in the first moments of a new lab.
             * @example Europe/Berlin
             */
            time_zone?: string | null;
            /** @description Topics a request may have, in the order of display. */
            topics: string[];
        };
        /** @description What a lab is called and has. */
        LabTexts: {
            /** @example Programming 1, group A */
            name: string;
            /** @example Room 2.14 */
            room: string;
            /** @description Topics a request may have, in the order of display. */
            topics: string[];
        };
        /** @description Who comes in. */
        LogInInput: {
            /**
             * @description Username or e-mail address.
             * @example ada
             */
            login: string;
            password: string;
            transport?: components["schemas"]["Transport"] | null;
        };
        /** @description The asker and what they may do where. */
        Me: {
            account: components["schemas"]["Account"];
            memberships: components["schemas"]["Membership"][];
        };
        /** @description Who gets which role. */
        MemberInput: {
            role: components["schemas"]["Role"];
            /** @example ada */
            username: string;
        };
        /** @description Members of a lab. */
        Members: {
            members: components["schemas"]["Membership"][];
        };
        /** @description A person's role in one lab or, without a lab, in a whole organisation. */
        Membership: {
            /** Format: uuid */
            account_id: string;
            /** Format: date-time */
            created_at: string;
            /** @example Ada Lovelace */
            display_name: string;
            /** Format: uuid */
            id: string;
            /**
             * Format: uuid
             * @description Absent where the role holds in the whole organisation.
             */
            lab_id?: string | null;
            /** Format: uuid */
            organisation_id: string;
            role: components["schemas"]["Role"];
            /** @example ada */
            username: string;
        };
        /** @description Why somebody goes first. */
        MoveFirstInput: {
            reason?: string | null;
        };
        /** @description Something a person was told. */
        Notification: {
            body: string;
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            id: string;
            /**
             * @description Machine name of what happened.
             * @example request.accepted
             */
            kind: string;
            /** Format: uuid */
            lab_id?: string | null;
            /**
             * Format: date-time
             * @description Absent while unread.
             */
            read_at?: string | null;
            /** Format: uuid */
            request_id?: string | null;
            /** @example Ada Tutor is coming */
            title: string;
            /**
             * Format: int64
             * @description Counts the changes of this notification.
             */
            version: number;
        };
        /** @description One page of notifications, newest first. */
        NotificationPage: {
            /** @description What to ask for as `page` next; absent on the last page. */
            next_page?: string | null;
            notifications: components["schemas"]["Notification"][];
            /**
             * Format: int64
             * @description How many are unread, on all pages.
             */
            unread: number;
        };
        /** @description The system asks one helper to take one request. */
        Offer: {
            description: string;
            /**
             * Format: date-time
             * @description Absent while it waits for an answer.
             */
            ended_at?: string | null;
            /**
             * Format: date-time
             * @description When it lapses.
             */
            expires_at: string;
            /** Format: uuid */
            helper_id: string;
            /** @example Ada Tutor */
            helper_name: string;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            lab_id: string;
            /** @description Why it was withdrawn; the helper's own words where declined. */
            reason?: string | null;
            /** Format: uuid */
            request_id: string;
            /** @description Why this helper; the first part that differs from the others' decides. */
            score: components["schemas"]["ScorePart"][];
            /**
             * @description PC number.
             * @example 14
             */
            seat: string;
            /** Format: date-time */
            sent_at: string;
            state: components["schemas"]["OfferState"];
            /** @example Sam Student */
            student_name: string;
            topic?: string | null;
            /**
             * Format: int64
             * @description Counts the changes of this offer.
             */
            version: number;
            /**
             * Format: int32
             * @description 1 for the first asked, one more for each round after it.
             */
            wave: number;
        };
        /** @description Offers, newest first. */
        OfferPage: {
            /** @description What to ask for as `page` next; absent on the last page. */
            next_page?: string | null;
            offers: components["schemas"]["Offer"][];
        };
        /**
         * @description Where an offer stands.
         * @enum {string}
         */
        OfferState: "sent" | "accepted" | "declined" | "lapsed" | "withdrawn" | "superseded" | "standby";
        /** @description A university, faculty or other institution. */
        Organisation: {
            /** Format: uuid */
            id: string;
            /** @example Faculty of Physics */
            name: string;
            plan: components["schemas"]["Plan"];
            /**
             * @description IANA name of the time zone its times are shown in.
             * @example Europe/Berlin
             */
            time_zone: string;
        };
        /** @description A new organisation. */
        OrganisationInput: {
            /** @example Faculty of Physics */
            name: string;
            /**
             * @description IANA name.
             * @example Europe/Berlin
             */
            time_zone: string;
        };
        /** @description Organisations. */
        Organisations: {
            organisations: components["schemas"]["Organisation"][];
        };
        /** @description One of a person's own sessions. */
        OwnSession: {
            /** Format: date-time */
            created_at: string;
            /** @description Whether the question was asked in this session. */
            current: boolean;
            /**
             * @description What the device called itself.
             * @example Firefox on Linux
             */
            device: string;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            last_used_at: string;
        };
        /** @description Whether the tutors take a break. */
        PauseInput: {
            paused: boolean;
        };
        /** @description A request and where it stands in the queue. */
        Placed: {
            /**
             * Format: int32
             * @description Place in the queue, from 1; absent where it does not wait.
             */
            position?: number | null;
            request: components["schemas"]["Request"];
        };
        /** @description A seat's place on the grid of a room. */
        PlacedSeat: {
            /**
             * Format: int32
             * @description From 0, left to right.
             * @example 3
             */
            column: number;
            /**
             * Format: int32
             * @description From 0, front to back.
             * @example 1
             */
            row: number;
            /**
             * @description PC number.
             * @example 14
             */
            seat: string;
        };
        /**
         * @description What an organisation has subscribed to.
         * @enum {string}
         */
        Plan: "standard" | "subscription";
        /** @description How a lab's queue is run. */
        Policy: {
            /**
             * Format: int32
             * @description Seconds after help in which the same student can't ask again.
             * @example 0
             */
            cooldown_s: number;
            /**
             * Format: int32
             * @description Seconds a helping tutor may be gone before the request goes back to the front.
             * @example 120
             */
            grace_s: number;
            /**
             * Format: int32
             * @description Requests that a tutor may hold at once; 0: no limit.
             * @example 1
             */
            held_per_tutor: number;
            /**
             * Format: int32
             * @description Seconds a student may hold the place of one request, all times together; 0: not at all.
             * @example 600
             */
            hold_limit_s: number;
            mode: components["schemas"]["AssignmentMode"];
            /**
             * Format: int32
             * @description Seconds in which an offer has to be answered.
             * @example 30
             */
            offer_deadline_s: number;
            order: components["schemas"]["QueueOrder"];
            /** @description Whether students may share what they ask, and others with the same problem join them. */
            same_problem?: boolean;
        };
        /** @description A refusal, as RFC 9457 has it. */
        Problem: {
            code: components["schemas"]["ProblemCode"];
            /** @description A whole sentence for people. */
            detail: string;
            /** @description What is wrong with which field. */
            fields?: components["schemas"]["FieldProblem"][];
            /** @description Names this request in the logs. */
            request_id: string;
            /**
             * Format: int64
             * @description When trying again makes sense, in milliseconds.
             */
            retry_after_ms?: number | null;
            /**
             * Format: int32
             * @description HTTP status.
             */
            status: number;
            /** @description Short text for people. */
            title: string;
            /**
             * @description Always `about:blank`: `code` says what the problem is.
             * @example about:blank
             */
            type: string;
            /** @description Who was first. */
            winner?: string | null;
        };
        /**
         * @description Why a call was refused.
         * @enum {string}
         */
        ProblemCode: "malformed" | "invalid" | "unauthenticated" | "wrong_credentials" | "forbidden" | "not_found" | "conflict" | "too_large" | "unsupported_media_type" | "method_not_allowed" | "rate_limited" | "unavailable" | "internal";
        /** @description Why the request goes back. */
        PutBackInput: {
            /** @description Why; the student can read it. */
            reason?: string | null;
        };
        /** @description A queue. */
        Queue: {
            lab: components["schemas"]["Lab"];
            /** @description Those waiting in the order of service, then those being helped. */
            requests: components["schemas"]["Request"][];
            /**
             * Format: int64
             * @description The revision all of this is true at.
             */
            revision: number;
        };
        /**
         * @description Who is served first.
         * @enum {string}
         */
        QueueOrder: "fifo" | "first_help_first";
        /** @description Whether new requests are taken. */
        QueueState: {
            open: boolean;
            /** @description On closing: whether the requests that wait end, too. Else they keep their place. */
            send_home?: boolean | null;
        };
        /** @description What was read: some, or all. */
        ReadInput: {
            all?: boolean | null;
            ids?: string[] | null;
        };
        /** @description Which session goes on. */
        RefreshInput: {
            /** @description For tools; browsers have it in a cookie. */
            refresh_token?: string | null;
        };
        /** @description A new account. */
        RegisterInput: {
            /**
             * @description The username where absent.
             * @example Ada Lovelace
             */
            display_name?: string | null;
            /** @example ada@example.org */
            email: string;
            password: string;
            /** @description The password again. */
            password_confirmation: string;
            transport?: components["schemas"]["Transport"] | null;
            /** @example ada */
            username: string;
        };
        /** @description A help request. */
        Request: {
            /**
             * Format: date-time
             * @description The latest acceptance.
             */
            accepted_at?: string | null;
            /** @description Who has the same problem and waits with it, in the order of joining: one visit serves all. */
            companions: components["schemas"]["Companion"][];
            /** Format: date-time */
            created_at: string;
            /** @example My loop never ends. */
            description: string;
            /** Format: date-time */
            finished_at?: string | null;
            /**
             * Format: int64
             * @description Seconds for which the place has been held in all once the hold that runs now, if any, has
             *     run out.
             */
            held_s: number;
            /**
             * Format: date-time
             * @description The student is away until then and keeps the place; absent or past: can be called.
             */
            held_until?: string | null;
            /**
             * Format: int32
             * @description How often the student was helped before in the session of asking; counted only where the
             *     order depends on it.
             */
            helped_before: number;
            /**
             * Format: uuid
             * @description Who helps or has helped.
             */
            helper_id?: string | null;
            /** @example Ada Tutor */
            helper_name?: string | null;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            lab_id: string;
            /** @description What the tutor noted at the end. */
            note?: string | null;
            outcome?: components["schemas"]["RequestOutcome"] | null;
            /**
             * Format: int64
             * @description Order in the queue: a smaller one is served earlier.
             */
            place: number;
            /**
             * Format: int32
             * @description How often it was put back into the queue.
             */
            put_backs: number;
            /**
             * @description PC number.
             * @example 14
             */
            seat: string;
            /** @description Whether other students read topic and description, and may wait with it. */
            shared: boolean;
            status: components["schemas"]["RequestStatus"];
            /** Format: uuid */
            student_id: string;
            /** @example Sam Student */
            student_name: string;
            /** @example Loops */
            topic?: string | null;
            /**
             * Format: int64
             * @description Counts the changes of this request.
             */
            version: number;
        };
        /** @description A request, its place and its history. */
        RequestDetail: {
            /** @description All steps, in order. */
            history: components["schemas"]["HistoryEntry"][];
            /**
             * Format: int32
             * @description Place in the queue, from 1; absent where it does not wait.
             */
            position?: number | null;
            request: components["schemas"]["Request"];
        };
        /** @description What a student writes. */
        RequestInput: {
            /** @example My loop never ends. */
            description: string;
            /**
             * @description PC number.
             * @example 14
             */
            seat: string;
            /** @description Whether other students read topic and description, and may wait with it. */
            shared?: boolean;
            /**
             * @description One of the lab's topics.
             * @example Loops
             */
            topic?: string | null;
        };
        /**
         * @description How a finished request came to its end.
         * @enum {string}
         */
        RequestOutcome: "helped" | "resolved_alone" | "withdrawn" | "not_found" | "sent_home";
        /** @description One page of requests, newest first. */
        RequestPage: {
            /** @description What to ask for as `page` next; absent on the last page. */
            next_page?: string | null;
            requests: components["schemas"]["Request"][];
        };
        /**
         * @description Where a request stands.
         * @enum {string}
         */
        RequestStatus: "pending" | "in_progress" | "completed" | "cancelled";
        /** @description What a request says. */
        RequestTexts: {
            /** @example My loop never ends. */
            description: string;
            /**
             * @description PC number.
             * @example 14
             */
            seat: string;
            /** @description Whether other students read topic and description, and may wait with it. */
            shared?: boolean;
            /**
             * @description One of the lab's topics.
             * @example Loops
             */
            topic?: string | null;
        };
        /**
         * @description What a person may do in a lab or an organisation.
         * @enum {string}
         */
        Role: "student" | "tutor" | "manager";
        /** @description A week of a queue. Where the clock is put forward or back, times are read as RFC 5545 says. */
        Schedule: {
            /** @description Hours that touch are one session. Without hours nothing happens by itself. */
            hours: components["schemas"]["WeeklyHours"][];
            /** @description Whether closing ends the requests of those who still wait; else they keep their places. */
            send_home: boolean;
        };
        /** @description One reason why this helper was asked. */
        ScorePart: {
            /**
             * @description `load`: part of the time at work spent helping, from 0 to 1. `last_offer`: seconds since
             *     the last offer, negative.
             * @example load
             */
            name: string;
            /**
             * Format: double
             * @description A smaller one comes first.
             */
            value: number;
        };
        /** @description Where the student sits. */
        SeatInput: {
            /**
             * @description PC number.
             * @example 3
             */
            seat: string;
        };
        /** @description The seats of a room; empty where nobody has drawn it. */
        SeatMap: {
            /** @description Row by row. Every PC and every place is there once. */
            seats: components["schemas"]["PlacedSeat"][];
        };
        /** @description A session that was begun or renewed. */
        Session: {
            /**
             * Format: date-time
             * @description When the access token ends.
             */
            access_expires_at: string;
            /** @description Only with transport `bearer`. */
            access_token?: string | null;
            account: components["schemas"]["Account"];
            memberships: components["schemas"]["Membership"][];
            /**
             * Format: date-time
             * @description When the session ends, if it is not renewed before.
             */
            refresh_expires_at: string;
            /** @description Only with transport `bearer`. Good for one renewal. */
            refresh_token?: string | null;
            /** Format: uuid */
            session_id: string;
        };
        /** @description The asker's sessions. */
        Sessions: {
            sessions: components["schemas"]["OwnSession"][];
        };
        /** @description How long something took. */
        Spread: {
            /**
             * Format: int64
             * @description How many durations the figures rest on.
             */
            count: number;
            /**
             * Format: double
             * @description In seconds; absent without durations.
             */
            median_s?: number | null;
            /**
             * Format: double
             * @description Nine of ten took at most so long, in seconds; absent without durations.
             */
            p90_s?: number | null;
        };
        /** @description Figures of one lab. */
        Statistics: {
            /** Format: int64 */
            cancelled: number;
            /** Format: int64 */
            completed: number;
            /**
             * Format: int64
             * @description Students of these requests who were told what to expect, and were helped.
             */
            estimates: number;
            /**
             * Format: int64
             * @description For how many of them the range held; it is meant to for eight in ten.
             */
            estimates_held: number;
            /**
             * Format: date-time
             * @description Requests created from then on …
             */
            from: string;
            /** @description From the last acceptance to completion by a tutor. */
            help: components["schemas"]["Spread"];
            /** @description Every hour that has a request, in order. */
            hours: components["schemas"]["Hour"][];
            /**
             * Format: int64
             * @description Of these, being helped now.
             */
            in_progress: number;
            /** Format: uuid */
            lab_id: string;
            /** Format: int64 */
            put_backs: number;
            /** Format: int64 */
            requests: number;
            /**
             * Format: date-time
             * @description … and before this.
             */
            to: string;
            /** @description From asking to the first acceptance; those still waiting count with what they waited so far. */
            wait: components["schemas"]["Spread"];
            /**
             * Format: int64
             * @description Of these, waiting now.
             */
            waiting: number;
        };
        /**
         * @description How a session's tokens reach the client.
         * @enum {string}
         */
        Transport: "cookie" | "bearer";
        /** @description The queue opens or closes by itself. */
        Turn: {
            /** Format: date-time */
            at: string;
            /** @description Whether it is open from then on. */
            opens: boolean;
        };
        /** @description Who can help. */
        Tutors: {
            tutors: components["schemas"]["Availability"][];
        };
        /** @description How many are left. */
        Unread: {
            /**
             * Format: int64
             * @description Notifications that are still unread.
             */
            unread: number;
        };
        /** @description How long a request will probably wait. */
        Wait: {
            /**
             * Format: int64
             * @description Past estimates of this lab that this one rests on.
             */
            estimates: number;
            /**
             * Format: int64
             * @description How many of them held.
             */
            estimates_held: number;
            /**
             * Format: double
             * @description Seconds from now until help begins, at the earliest; absent where nothing can be said: nobody
             *     is at work, or it does not wait.
             */
            from_s?: number | null;
            /**
             * Format: double
             * @description The same at the latest.
             */
            to_s?: number | null;
            /** Format: int32 */
            tutors_at_work: number;
        };
        /**
         * @description A day of the week.
         * @enum {string}
         */
        Weekday: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
        /** @description Hours on one day of every week, by the clock of the organisation. */
        WeeklyHours: {
            /**
             * @description Later than it opens on the same day; 24:00 is the end of the day.
             * @example 12:00
             */
            closes: string;
            /** @example 10:00 */
            opens: string;
            weekday: components["schemas"]["Weekday"];
        };
    };
    responses: {
        /** @description The state of things does not allow it now. */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The role, or the origin of the call, does not allow it. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A fault of the server. */
        Internal: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A field breaks a rule; `fields` names it. */
        Invalid: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not readable. */
        Malformed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It does not exist for the asker. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many tries. */
        RateLimited: {
            headers: {
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is too large. */
        TooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Nobody is logged in, or the login failed. */
        Unauthenticated: {
            headers: {
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not possible for the moment; nothing was lost. */
        Unavailable: {
            headers: {
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is not JSON. */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterInput"];
            };
        };
        responses: {
            /** @description The session. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Malformed"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_labs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The labs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Labs"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_lab: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LabInput"];
            };
        };
        responses: {
            /** @description The lab is there; its queue is closed. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lab"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_lab: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lab_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lab. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lab"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    update_lab: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lab_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LabTexts"];
            };
        };
        responses: {
            /** @description The lab as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lab"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    announce: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lab_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnnouncementInput"];
            };
        };
        responses: {
            /** @description The lab as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lab"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_availability: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lab_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The asker's availability. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Availability"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    set_availability: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lab_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AvailabilityInput"];
            };
        };
        responses: {
            /** @description The asker's availability as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Availability"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_lab_history: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lab_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The changes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabHistory"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_join_code: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lab_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The code. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JoinCode"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    replace_join_code: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lab_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The code. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JoinCode"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_members: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lab_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The members. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Members"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    add_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lab_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberInput"];
            };
        };
        responses: {
            /** @description The person is a member. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Membership"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    remove_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
                lab_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The person is no member any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_offers: {
        parameters: {
            query?: {
                /** @description `next_page` of the page before; the first page without it. */
                page?: string;
                /** @description Entries of a page. */
                page_size?: number;
                /** @description Only those about this request. */
                request_id?: string;
            };
            header?: never;
            path: {
                lab_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of offers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfferPage"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    set_policy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lab_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Policy"];
            };
        };
        responses: {
            /** @description The lab as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lab"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_queue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lab_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The queue. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Queue"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    set_paused: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lab_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PauseInput"];
            };
        };
        responses: {
            /** @description The lab as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lab"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    set_queue_open: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lab_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QueueState"];
            };
        };
        responses: {
            /** @description The lab as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lab"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_lab_requests: {
        parameters: {
            query?: {
                /** @description Only those the asker has helped with. */
                helped_by_me?: boolean;
                /** @description `next_page` of the page before; the first page without it. */
                page?: string;
                /** @description Entries of a page. */
                page_size?: number;
                /** @description Only those that stand so. */
                status?: "pending" | "in_progress" | "completed" | "cancelled";
            };
            header?: never;
            path: {
                lab_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of requests. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestPage"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_request: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key gives the same answer. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                lab_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestInput"];
            };
        };
        responses: {
            /** @description The request waits. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placed"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    set_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lab_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Schedule"];
            };
        };
        responses: {
            /** @description The lab as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lab"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_seats: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lab_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The seats, row by row. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeatMap"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    set_seats: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lab_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeatMap"];
            };
        };
        responses: {
            /** @description The seats, row by row. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeatMap"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_lab_statistics: {
        parameters: {
            query?: {
                /** @description Requests created from then on. */
                from?: string;
                /** @description Requests created before this. */
                to?: string;
            };
            header?: never;
            path: {
                lab_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statistics"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    take_next: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lab_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is yours. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Request"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_tutors: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lab_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tutors. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tutors"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connection is open. */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account and its memberships. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    join_lab: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JoinInput"];
            };
        };
        responses: {
            /** @description The asker is a member. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Membership"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_notifications: {
        parameters: {
            query?: {
                /** @description `next_page` of the page before; the first page without it. */
                page?: string;
                /** @description Entries of a page. */
                page_size?: number;
                /** @description Only those not read yet. */
                unread_only?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of notifications. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationPage"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    mark_notifications_read: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadInput"];
            };
        };
        responses: {
            /** @description They are read. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unread"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_my_offers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Your open offers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfferPage"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    accept_offer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                offer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is yours. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedOffer"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    decline_offer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                offer_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeclineInput"];
            };
        };
        responses: {
            /** @description Somebody else is asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_organisations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The organisations. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organisations"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_organisation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrganisationInput"];
            };
        };
        responses: {
            /** @description The organisation is there. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organisation"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_my_requests: {
        parameters: {
            query?: {
                /** @description Only those in this lab. */
                lab_id?: string;
                /** @description `next_page` of the page before; the first page without it. */
                page?: string;
                /** @description Entries of a page. */
                page_size?: number;
                /** @description Only those that stand so. */
                status?: "pending" | "in_progress" | "completed" | "cancelled";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of requests. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestPage"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestDetail"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    edit_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestTexts"];
            };
        };
        responses: {
            /** @description The request as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placed"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    accept_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is yours. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placed"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    cancel_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is cancelled. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placed"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    complete_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompletionInput"];
            };
        };
        responses: {
            /** @description The request is completed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placed"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    hand_over_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandOverInput"];
            };
        };
        responses: {
            /** @description The other tutor has the request. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placed"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    hold_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HoldInput"];
            };
        };
        responses: {
            /** @description The place is held. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placed"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    join_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeatInput"];
            };
        };
        responses: {
            /** @description The request, which is yours as well. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placed"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    leave_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is not yours any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    move_request_first: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveFirstInput"];
            };
        };
        responses: {
            /** @description The request is the first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placed"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    report_not_found: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is cancelled. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placed"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    put_back_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutBackInput"];
            };
        };
        responses: {
            /** @description The request waits again. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placed"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    release_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request can be called. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placed"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    resolve_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is completed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placed"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    undo_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is being helped again. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placed"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_request_wait: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What to expect. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wait"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sessions that have not ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sessions"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    log_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LogInInput"];
            };
        };
        responses: {
            /** @description The session. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    end_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session has ended. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    log_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session has ended. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    refresh_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshInput"];
            };
        };
        responses: {
            /** @description The session with new tokens. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
}
